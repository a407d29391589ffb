// How far an upload is, asked again until it is over.
(() => {
  const show = (now) => {
    const before = document.querySelector("#adding");
    for (const part of ["h1", "[role=status]", ".outcomes"]) { // each alone, so that what is new is read out, and no more
      const [old, fresh] = [before.querySelector(part), now.querySelector(part)];
      if (old.innerHTML !== fresh.innerHTML) old.replaceChildren(...fresh.childNodes);
    }
    if ("over" in now.dataset) {
      before.dataset.over = "";
      before.append(...now.querySelectorAll(":scope > p"));
    }
  };

  const again = async () => {
    const answer = await fetch(location.href).catch(() => null);
    if (answer && answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      show(page.querySelector("#adding"));
      document.title = page.title;
    }
    if (!("over" in document.querySelector("#adding").dataset)) setTimeout(again, 700);
  };
  setTimeout(again, 400);
})();
