/**
 * A quantity as text.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export const QUANTITY: string = String.raw`^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+|[numkMGTPE]|[KMGTPE]i)?$`;

/**
 * A point in time.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 */
export const TIME: string = String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$`;

/** The numbers of 32 bits: the API server cannot read another into such a field. */
export const INT32: { readonly minimum: number; readonly maximum: number } = {
  minimum: -2_147_483_648,
  maximum: 2_147_483_647,
};
