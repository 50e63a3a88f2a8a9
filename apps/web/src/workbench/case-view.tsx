export function CaseView({ caseId }: { caseId: string; onOpen: (id: string) => void }) {
  return <div>{caseId}</div>;
}
