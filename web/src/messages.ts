import { english } from "./words/english";
import { vietnamese } from "./words/vietnamese";

export type Language = "vi" | "en";
export type MessageKey = keyof typeof vietnamese;
export type Messages = Readonly<Record<MessageKey, string>>;

export const MESSAGES: Record<Language, Messages> = { vi: vietnamese, en: english };
