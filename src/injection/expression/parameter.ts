/** The types that a template may declare for a parameter. */
export type ParameterType = 'string' | 'integer' | 'number' | 'boolean';

/** A parameter's value: an integer parameter is a bigint, a number parameter a number. */
export type ParameterValue = string | bigint | number | boolean;
