/** What a function of a bench is given for its telemetry, and how long the processor has been at work. */

const quiet = (): void => undefined;

/** Silent but for errors. */
export const telemetry = {
  info: quiet,
  warn: quiet,
  error: (message: string, fields: object = {}) => void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
  count: quiet,
};

/** Milliseconds of this process. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
