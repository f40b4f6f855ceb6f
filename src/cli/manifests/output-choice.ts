/** How manifests are written: all in one form, or only the names of what was changed. */
export const OUTPUT_CHOICES = ['yaml', 'json', 'name'] as const;

/** One of {@link OUTPUT_CHOICES}. */
export type OutputChoice = (typeof OUTPUT_CHOICES)[number];
