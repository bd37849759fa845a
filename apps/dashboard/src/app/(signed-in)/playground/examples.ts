/** Each has words in playgroundExample, which stand above it as a comment. */
export const exampleNames = ['overview', 'call', 'follow', 'history', 'trunks', 'numbers'] as const;
export type ExampleName = (typeof exampleNames)[number];

export interface Example {
  query: string;
  variables?: string;
}

const operations: Record<ExampleName, Example> = {
  overview: {
    query: `query Overview {
  me { displayName role extension }
  systemStatus { version asteriskConnected asteriskVersion activeCalls }
  activeCalls { id state from to agent { displayName } trunkName }
}`,
  },
  call: {
    query: `mutation Call($input: OriginateCallInput!) {
  originateCall(input: $input) {
    ... on Call { id state to sequence }
    ... on OperationError { errorCode message field }
  }
}`,
    variables: `{
  "input": {
    "to": "998000000001",
    "connect": { "announcement": "sound:hello-world" }
  }
}`,
  },
  follow: {
    query: `subscription Follow($after: String) {
  callEvents(after: $after) {
    cursor
    call { id direction state outcome from to sequence answeredAt endedAt }
  }
}`,
    variables: '{ "after": null }',
  },
  history: {
    query: `query History($filter: CallFilter, $after: String) {
  calls(first: 20, after: $after, filter: $filter) {
    items { id direction from to state outcome talkSeconds recording { url durationSeconds } }
    nextCursor
  }
}`,
    variables: '{ "filter": { "direction": "OUTBOUND" } }',
  },
  trunks: {
    query: `query Trunks {
  trunks {
    name server port transport enabled activeCalls
    registration { state sipCode reason advice(language: UZ) }
    reachability { state roundTripMs }
  }
}`,
  },
  numbers: {
    query: `query WhatWouldItDo($number: String!) {
  explainCall(number: $number) {
    number
    rule { name pattern }
    attempts { trunk { name } dialString usable reason }
    error { errorCode message }
  }
}`,
    variables: '{ "number": "90 123 45 67" }',
  },
};

/** @param words  what an example is for, in the person's language: one line a line */
export function examples(words: (name: ExampleName) => string): Example[] {
  return exampleNames.map((name) => {
    const { query, variables } = operations[name];
    const comment = words(name)
      .split('\n')
      .map((line) => `# ${line}`);
    return { query: [...comment, '', query, ''].join('\n'), ...(variables ? { variables } : {}) };
  });
}
