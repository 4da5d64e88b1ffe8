/** Lines of a table in `server/tables`, without comments (`#`) and empty lines. Throws when the file is missing. */
export declare const readTable: (name: string) => string[];
