/** An HTTP client that records its requests and what came back. */
import type { HttpResult, HttpClient, NotModified, Validators } from '../../src/sources/http.ts';
import { errorMessage } from '../../src/text.ts';

/** One request. */
export interface RecordedRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** What came back, in words. */
  readonly came: string;
  /** Characters of the body. */
  readonly size: number | null;
  /** The max-age of the answer: seconds. */
  readonly maxAge: number | null;
  readonly validators: Validators | null;
}

export interface RecordingHttp {
  readonly http: HttpClient;
  readonly requests: readonly RecordedRequest[];
}

export function recordRequests(http: HttpClient): RecordingHttp {
  const requests: RecordedRequest[] = [];
  const recorded = async <Answered extends HttpResult | NotModified>(
    method: RecordedRequest['method'],
    url: string,
    answer: Promise<Answered>,
  ): Promise<Answered> => {
    try {
      const answered = await answer;
      requests.push({ method, url, ...cameOf(answered) });
      return answered;
    } catch (error) {
      const reason = errorMessage(error);
      requests.push({ method, url, came: `no answer: ${reason}`, size: null, maxAge: null, validators: null });
      throw error;
    }
  };
  return {
    requests,
    http: {
      userAgent: http.userAgent,
      get: (url, ...more) => recorded('GET', url, http.get(url, ...more)),
      getIfChanged: (url, ...more) => recorded('GET', url, http.getIfChanged(url, ...more)),
      post: (url, ...more) => recorded('POST', url, http.post(url, ...more)),
    },
  };
}

function cameOf(answer: HttpResult | NotModified): Pick<RecordedRequest, 'came' | 'size' | 'maxAge' | 'validators'> {
  const none = { size: null, maxAge: null, validators: null };
  if (answer.kind === 'gone') return { ...none, came: answer.final ? 'gone for good' : 'not found' };
  const maxAge = answer.maxAge ?? null;
  if (answer.kind === 'unchanged') return { ...none, maxAge, came: 'not modified' };
  const { text, validators = null } = answer;
  return { came: 'an answer', size: text.length, maxAge, validators };
}
