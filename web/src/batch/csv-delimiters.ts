/** What may stand between the fields of a CSV file; the comma last, because addresses have commas of their own. */
export const DELIMITERS = ["\t", ";", "|", ","] as const;

/** What no address holds, so that each line is one field. */
export const ONE_COLUMN = "\t";
