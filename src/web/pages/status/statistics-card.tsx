import type { ServerStats } from "./answers.ts";

/** In plain words, by the names the server counts under. */
const ROUTED_BY: Readonly<Record<string, string>> = {
  session_id: "Session named",
  user_id: "User named",
  selection: "Browser selected",
  newest: "Newest browser",
  oldest: "Oldest browser",
  most_active: "Most active browser",
  least_busy: "Least busy browser",
  fastest: "Fastest browser",
};

/** Numbers of the server since it was started. */
export function StatisticsCard({ stats: { sessions, routing } }: { stats: ServerStats }) {
  return (
    <section class="card" aria-labelledby="statistics">
      <h2 id="statistics">
        Statistics <span class="count">since the server was started</span>
      </h2>
      <dl class="figures">
        <Figure name="Browsers connected" value={sessions.activeConnections} />
        <Figure name="Calls running" value={sessions.pendingRequests} />
        <Figure name="Users" value={sessions.totalUsers} />
        <Figure name="Sessions kept" value={sessions.totalSessions} />
        <Figure name="Connections made" value={sessions.totalConnections} />
      </dl>
      <div class="columns">
        <Counts
          title="How calls found their browser"
          none="No calls yet."
          counts={named(routing.routedBy)}
        />
        <Counts
          title="Calls that failed or were refused"
          none="None."
          counts={[
            ...Object.entries(routing.refusals),
            ...(routing.droppedAnswers > 0
              ? [["late or repeated answers", routing.droppedAnswers] as const]
              : []),
          ]}
        />
      </div>
    </section>
  );
}

function Figure({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value.toLocaleString("en")}</dd>
    </div>
  );
}

function Counts(props: {
  title: string;
  none: string;
  counts: readonly (readonly [name: string, count: number])[];
}) {
  const counts = props.counts.toSorted(([, a], [, b]) => b - a);
  return (
    <div>
      <h3>{props.title}</h3>
      {counts.length === 0 ? (
        <p class="soft">{props.none}</p>
      ) : (
        <dl class="counts">
          {counts.map(([name, count]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{count.toLocaleString("en")}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

function named(counts: Record<string, number>): [string, number][] {
  return Object.entries(counts).map(([name, count]) => [ROUTED_BY[name] ?? name, count]);
}
