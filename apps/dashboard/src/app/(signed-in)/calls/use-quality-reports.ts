import { useApolloClient } from '@apollo/client/react';
import { useEffect } from 'react';
import { mutate } from '@/api/client';
import { type CallFieldsFragment, ReportCallQualityDocument } from '@/gql/graphql';
import { qualityBetween, type QualitySample, troubleOf } from '@/phone/call-quality';
import { usePhone } from '@/phone/phone-provider';

/** How often the line is measured, in ms, and how many measures make one report to the server. */
const sampleMs = 2_500;
const samplesPerReport = 4;

/** Measures the line of a call that is talked on; warns the person, and tells the server how it sounded. */
export function useQualityReports(call: CallFieldsFragment | undefined): void {
  const client = useApolloClient();
  const phone = usePhone();
  const id = call?.id;
  const isQuiet = call !== undefined && (call.muted || call.onHold || call.transfer?.state === 'RINGING');
  useEffect(() => {
    if (!id) return;
    let isOver = false;
    let count = 0;
    let last: QualitySample | undefined;
    let reported: QualitySample | undefined;
    const measure = async () => {
      const sample = await phone.line.sample();
      if (!sample || isOver) return;
      const since = last && qualityBetween(last, sample);
      last = sample;
      reported ??= sample;
      if (since) phone.line.tellTrouble(troubleOf(since, isQuiet || phone.state.get().line?.isMuted === true));
      if (++count % samplesPerReport !== 0) return;
      const input = qualityBetween(reported, sample);
      reported = sample;
      // A report that is refused or lost is nothing to a person: the next one counts.
      if (input) await mutate(client, ReportCallQualityDocument, { id, input });
    };
    const timer = setInterval(() => void measure(), sampleMs);
    void measure();
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [client, phone, id, isQuiet]);
}
