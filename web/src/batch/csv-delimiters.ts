/** What may stand between the fields of a CSV file. */
export const DELIMITERS = [",", ";", "\t", "|"] as const;
