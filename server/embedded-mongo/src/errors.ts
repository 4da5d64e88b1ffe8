/** Error numbers and names are MongoDB's: drivers and mongoose branch on them. */
export const CODES = {
  InternalError: 1,
  BadValue: 2,
  HostUnreachable: 6,
  FailedToParse: 9,
  Unauthorized: 13,
  TypeMismatch: 14,
  Overflow: 15,
  IllegalOperation: 20,
  InvalidBSON: 22,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  OperationFailed: 96,
  WriteConflict: 112,
  CommandNotSupported: 115,
  ConflictingOperationInProgress: 117,
  InvalidPipelineOperator: 168,
  ExceededMemoryLimit: 146,
  CannotIndexParallelArrays: 171,
  QueryPlanKilled: 175,
  TransactionTooOld: 225,
  NotImplemented: 238,
  NoSuchTransaction: 251,
  TransactionCommitted: 256,
  OperationNotSupportedInTransaction: 263,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  OutOfDiskSpace: 14031,
  UnknownField: 40415,
  IDLUnknownField: 40415,
  NotExactValueField: 111,
  QueryFeatureNotAllowed: 224,
  APIVersionError: 322,
  APIStrictError: 323,
} as const;

export type CodeName = keyof typeof CODES;

/** Anything a client did wrong, or that MongoDB would refuse; sent as `{ok: 0, code, codeName, errmsg}`. */
export class MongoError extends Error {
  readonly code: number;
  readonly codeName: string;
  readonly labels: string[];
  /** Extra reply fields, e.g. keyPattern and keyValue of E11000. */
  readonly extra: Record<string, unknown>;

  constructor(code: CodeName | number, message: string, extra: Record<string, unknown> = {}, labels: string[] = []) {
    super(message);
    this.code = typeof code === "number" ? code : CODES[code];
    this.codeName = typeof code === "number" ? `Location${code}` : code;
    this.extra = extra;
    this.labels = labels;
  }
}

export const badValue = (message: string) => new MongoError("BadValue", message);
export const failedToParse = (message: string) => new MongoError("FailedToParse", message);
export const typeMismatch = (message: string) => new MongoError("TypeMismatch", message);
