/** A place where a value departs from the schema. */
export interface SchemaError {
  /** A JSON Pointer (RFC 6901). */
  readonly instancePath: string;
  /** What was expected: one of these, or a limit with its comparison. */
  readonly params: {
    readonly additionalProperty?: string;
    readonly allowedValues?: readonly string[];
    readonly comparison?: string;
    readonly limit?: number;
    readonly missingProperty?: string;
    readonly pattern?: string;
    readonly type?: string | readonly string[];
  };
}

/** Whether a value is a Pod; where it is not, `errors` holds every reason until the next call. */
export declare const validate: {
  (value: unknown): boolean;
  readonly errors?: readonly SchemaError[] | null;
};
