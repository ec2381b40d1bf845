/** The channel from a frame to the page around it. Also used in the frames of Stripe.js. */

/** The only message between windows. It carries the port through which all others go. */
export interface Connect {
  readonly checkstand: "connect";
}

/** Bound of what is told before there is a channel. */
const WAITING_MAX = 100;

export interface Channel<Out> {
  tell(message: Out): void;
}

/**
 * Takes the port that the page around the frame sends once. Other windows cannot send one, and nothing else that is
 * posted to the frame is read.
 */
export function openChannel<Out, In>(hear: (message: In) => void): Channel<Out> {
  let port: MessagePort | null = null;
  let waiting: Out[] = [];
  const take = (event: MessageEvent<unknown>) => {
    const [given] = event.ports;
    if (event.source !== parent || given === undefined || !isConnect(event.data)) return;
    removeEventListener("message", take);
    given.onmessage = ({ data }: MessageEvent<In>) => hear(data); // the port is the script's alone
    for (const message of waiting) given.postMessage(message);
    waiting = [];
    port = given;
  };
  addEventListener("message", take);
  return {
    tell(message) {
      if (port !== null) port.postMessage(message);
      else if (waiting.length < WAITING_MAX) waiting.push(message);
    },
  };
}

function isConnect(data: unknown): data is Connect {
  return typeof data === "object" && data !== null && Reflect.get(data, "checkstand") === "connect";
}
