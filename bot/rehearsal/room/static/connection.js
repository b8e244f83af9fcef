// The line to the room: news comes in, deeds go out, and a broken line is taken up again.

const PAUSE = 1500;

/** Connects; `hear` gets each piece of news, `tell` each change of the line: "open", "lost". */
export function connect(hear, tell) {
  let socket = null;
  let number = 0;
  const open = () => {
    socket = new WebSocket(`ws://${location.host}/socket`);
    socket.addEventListener("open", () => tell("open"));
    socket.addEventListener("message", (event) => hear(JSON.parse(event.data)));
    socket.addEventListener("close", () => {
      tell("lost");
      setTimeout(open, PAUSE);
    });
  };
  open();
  return (deed) => {
    number += 1;
    if (socket.readyState !== WebSocket.OPEN) return null;
    socket.send(JSON.stringify({ ...deed, id: number }));
    return number;
  };
}
