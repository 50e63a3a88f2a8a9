/** A key cap; screen readers get the shortcut from `aria-keyshortcuts` of the control instead. */
export function Kbd({ children }: { children: string }) {
  return (
    <span className="kbd" aria-hidden="true">
      {children}
    </span>
  );
}
