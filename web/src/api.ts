import type { CountryQuality, Finding, WardFindings } from "./check/contract";
import type { Answer, Place, Position, Version } from "./contract";
import type { Language } from "./language";

export type FailureKind = "unreachable" | "tooMany" | "missing" | "refused" | "serverFault";

export class ApiError extends Error {
  constructor(
    readonly kind: FailureKind,
    readonly detail = "",
    readonly retryAfterSeconds?: number,
  ) {
    super(`${kind} ${detail}`.trim());
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
  async place(id: string, signal?: AbortSignal): Promise<Answer> {
    const place = await this.get<Place>(`addresses/${encodeURIComponent(id)}`, {}, signal);
    return { type: "FeatureCollection", features: [place] };
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

  private async get<T>(path: string, parameters: Parameters, signal?: AbortSignal): Promise<T> {
    const response = await this.fetch(this.urlOf(path, parameters), signal);
    if (!response.ok) throw await failureOf(response);
    return (await response.json()) as T;
  }

  private async fetch(url: string, signal?: AbortSignal): Promise<Response> {
    try {
      return await fetch(url, { signal: signal ?? null, headers: { accept: "application/json" } });
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
  const detail = await problemDetail(response);
  if (response.status === 429) return new ApiError("tooMany", detail, retryAfter(response));
  if (response.status === 404 || response.status === 410) return new ApiError("missing", detail);
  // A gateway that cannot reach the server behind it answers in its place.
  if ([502, 503, 504].includes(response.status)) return new ApiError("unreachable", detail);
  return new ApiError(response.status < 500 ? "refused" : "serverFault", detail);
}

/** RFC 9457 problem details, when the body carries them. */
async function problemDetail(response: Response): Promise<string> {
  try {
    const problem = (await response.json()) as { detail?: string; title?: string };
    return problem.detail ?? problem.title ?? "";
  } catch {
    return "";
  }
}

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get("retry-after"));
  return seconds > 0 ? seconds : undefined;
}
