"""The results as Markdown."""

from queries import FORMS

KINDS = [("search", "search"), ("autocomplete", "autocomplete"), ("reverse", "reverse")]


def markdown(results):
    """`results`: what `comparison.measure` gave, by the name of the system, ours first."""
    names = list(results)
    lines = [row("", names), row("---", ["---:"] * len(names))]
    lines += [row(label, [cell(results, name, way, lower) for name in names]) for label, way, lower in figures()]
    lines += [row(f"{form}: first / in five, %", [accuracy(results[name], form) for name in names]) for form in FORMS]
    return "\n".join(lines)


def row(label, cells):
    return f"| {label} | {' | '.join(cells)} |"


def figures():
    """Label, way to the figure, and whether less of it is better."""
    yield "load, s", ("load_seconds",), True
    yield "load, processor s", ("load_processor_seconds",), True
    yield "memory while loading, MB", ("load_megabytes",), True
    yield "memory while answering, MB", ("serve_megabytes",), True
    yield "disk, MB", ("disk_megabytes",), True
    for kind, label in KINDS:
        yield f"{label}: median, ms", ("kinds", kind, "median_ms"), True
        yield f"{label}: p99, ms", ("kinds", kind, "p99_ms"), True
        yield f"{label}: answers a second, 8 connections", ("kinds", kind, "per_second"), False
        yield f"{label}: processor ms an answer", ("kinds", kind, "processor_ms"), True


def cell(results, name, way, lower):
    """The figure, and how many times better ours is."""
    value, ours = figure(results[name], way), figure(next(iter(results.values())), way)
    if value is None:
        return "n/a"
    if value is ours or not value or not ours:
        return short(value)
    return f"{short(value)} ({short(value / ours if lower else ours / value)}×)"


def figure(result, way):
    for name in way:
        result = result.get(name) if result else None
    return result


def accuracy(result, form):
    graded = result["forms"].get(form)
    if not graded:
        return "n/a"
    return f"{100 * graded['first'] / graded['asked']:.1f} / {100 * graded['among_five'] / graded['asked']:.1f}"


def short(value):
    """Three digits that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
