export interface TestReport {
  passed: number;
  failed: number;
  /** End-to-end tests that did not run. */
  skippedEndToEnd: string[];
}

/** The runner's own report, in JUnit's XML. A report that is not there counts as one failure. */
export function readReport(xml: string | undefined): TestReport {
  const root = /<testsuites [^>]*>/.exec(xml ?? "")?.[0];
  if (xml === undefined || root === undefined) {
    return { passed: 0, failed: 1, skippedEndToEnd: [] };
  }
  const failed = numberOf(root, "failures");
  const skipped = numberOf(root, "skipped");
  return {
    passed: numberOf(root, "tests") - failed - skipped,
    failed,
    skippedEndToEnd: [...xml.matchAll(/<testcase ([^>]*[^/])>\s*<skipped/g)]
      .map(([, attributes = ""]) => attributes)
      .filter((attributes) => /^test\/(e2e|launch)\//.test(textOf(attributes, "file")))
      .map((attributes) => textOf(attributes, "name")),
  };
}

function numberOf(tag: string, attribute: string): number {
  return Number(textOf(tag, attribute)) || 0;
}

function textOf(tag: string, attribute: string): string {
  return new RegExp(`\\b${attribute}="([^"]*)"`).exec(tag)?.[1] ?? "";
}
