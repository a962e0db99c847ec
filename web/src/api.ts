import type { CountryQuality, Finding, WardFindings } from "./check/contract";
import type {
  Answer,
  Conversion,
  NewProposal,
  Place,
  PlaceHistory,
  Position,
  Proposal,
  Version,
} from "./contract";
import type { Language } from "./language";

export type FailureKind = "unreachable" | "tooMany" | "missing" | "refused" | "serverFault";

/** RFC 9457 problem details, as far as the page reads them. */
interface Problem {
  type?: string;
  title?: string;
  detail?: string;
  /** The place that one which is gone was merged into. */
  successor?: string;
}

export class ApiError extends Error {
  constructor(
    readonly kind: FailureKind,
    readonly detail = "",
    readonly retryAfterSeconds?: number,
    readonly problem: Problem = {},
  ) {
    super(`${kind} ${detail}`.trim());
  }

  /** Whether the server has releases only, and so neither histories nor proposals. */
  get isWithoutRegistry(): boolean {
    return this.problem.type === "/problems/no-registry";
  }
}

export interface SearchOptions {
  language: Language;
  /** Where the user is looking: near places come first. */
  bias?: Position;
  signal?: AbortSignal;
}

type Parameters = Record<string, string | number | undefined>;

/** The server's routes, asked relative to the page so that any path prefix works. */
export class Api {
  constructor(private readonly base: string) {}

  autocomplete(query: string, options: SearchOptions): Promise<Answer> {
    return this.get("autocomplete", searchParameters(query, options), options.signal);
  }

  search(query: string, options: SearchOptions): Promise<Answer> {
    return this.get("search", searchParameters(query, options), options.signal);
  }

  reverse(position: Position, { language, signal }: SearchOptions): Promise<Answer> {
    return this.get("reverse", { ...position, admin: "both", lang: language }, signal);
  }

  /** One place by its identifier, or one administrative unit by its code, in both eras' forms. */
  async place(id: string, { language, signal }: SearchOptions): Promise<Answer> {
    const place = await this.get<Place>(`addresses/${encodeURIComponent(id)}`, { lang: language }, signal);
    return { type: "FeatureCollection", features: [place] };
  }

  /** The communes before July 2025 that a commune of today was made of, the largest share first. */
  formerWards(wardCode: string, { language, signal }: SearchOptions): Promise<Conversion> {
    return this.get("convert", { ward_code: wardCode, to: "legacy", lang: language }, signal);
  }

  /** Every version of a place that the registry knows. */
  history(id: string, language: Language): Promise<PlaceHistory> {
    return this.get(`addresses/${encodeURIComponent(id)}/history`, { lang: language });
  }

  propose(proposal: NewProposal): Promise<Proposal> {
    return this.post("proposals", {}, proposal);
  }

  proposal(number: number): Promise<Proposal> {
    return this.get(`proposals/${number}`, {});
  }

  version(): Promise<Version> {
    return this.get("version", {});
  }

  /** What is the matter with the addresses of every province and commune. */
  quality(): Promise<CountryQuality> {
    return this.get("quality", {});
  }

  /** A page of what was found in one commune, of one kind or of all. */
  wardFindings(code: string, finding: Finding | undefined, page: number, lang: Language): Promise<WardFindings> {
    return this.get(`quality/${encodeURIComponent(code)}`, { finding, page, lang });
  }

  /** What the server answers at `path`. */
  get<T>(path: string, parameters: Parameters, signal?: AbortSignal): Promise<T> {
    return this.ask(path, parameters, {}, signal);
  }

  /** What the server answers to `body`, sent to `path` as JSON. */
  post<T>(path: string, parameters: Parameters, body: unknown, signal?: AbortSignal): Promise<T> {
    const headers = { "content-type": "application/json" };
    return this.ask(path, parameters, { method: "POST", headers, body: JSON.stringify(body) }, signal);
  }

  private async ask<T>(path: string, parameters: Parameters, init: RequestInit, signal?: AbortSignal): Promise<T> {
    const response = await this.fetch(this.urlOf(path, parameters), init, signal);
    if (!response.ok) throw await failureOf(response);
    return (await response.json()) as T;
  }

  private async fetch(url: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
    const headers = { accept: "application/json", ...init.headers };
    try {
      return await fetch(url, { ...init, headers, signal: signal ?? null });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new ApiError("unreachable");
    }
  }

  private urlOf(path: string, parameters: Parameters): string {
    const url = new URL(path, this.base);
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return url.href;
  }
}

function searchParameters(query: string, { language, bias }: SearchOptions): Parameters {
  return { q: query, admin: "both", lang: language, lat: bias?.lat, lon: bias?.lon };
}

async function failureOf(response: Response): Promise<ApiError> {
  const problem = await problemOf(response);
  const detail = problem.detail ?? problem.title ?? "";
  return new ApiError(kindOf(response.status), detail, retryAfter(response), problem);
}

function kindOf(status: number): FailureKind {
  if (status === 429) return "tooMany";
  if (status === 404 || status === 410) return "missing";
  // A gateway that cannot reach the server behind it answers in its place.
  if ([502, 503, 504].includes(status)) return "unreachable";
  return status < 500 ? "refused" : "serverFault";
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return ((await response.json()) ?? {}) as Problem;
  } catch {
    return {};
  }
}

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get("retry-after"));
  return seconds > 0 ? seconds : undefined;
}
