/** One file or test with the seconds it took. */
export interface Timed {
  name: string;
  seconds: number;
}

/** A suite of Playwright's JSON report: files hold suites, suites hold tests, tests are run once or more often. */
interface Suite {
  suites?: Suite[];
  specs?: { title: string; file: string; tests: { results: { duration: number }[] }[] }[];
}

/** Every test of Playwright's report with the time of all its runs. */
export const journeyTimes = ({ suites = [], specs = [] }: Suite): Timed[] => [
  ...specs.map(({ title, file, tests }) => ({
    name: `${file} › ${title}`,
    seconds: tests.flatMap(({ results }) => results).reduce((sum, { duration }) => sum + duration, 0) / 1000,
  })),
  ...suites.flatMap(journeyTimes),
];

/** The slowest in lines, the slowest first. */
export const slowestLines = (times: readonly Timed[], most = 8): string[] =>
  times
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, most)
    .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(8)} s  ${name.slice(0, 110)}`);
