/** One text in the two languages of the product. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}
