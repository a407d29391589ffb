// Reading: what can be done with the paragraph that was chosen, in its place, and going from one found place to the next.
(() => {
  const chosen = () => {
    try { return document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return null; }
  };

  const showWays = async () => {
    const place = chosen();
    const more = place && place.querySelector(":scope > .said > .more");
    const link = more && more.querySelector("a");
    if (!link) return;
    const answer = await fetch(link.href).catch(() => null);
    if (!answer || !answer.ok) return; // the link itself still leads there
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const ways = page.querySelector(".about-paragraph");
    if (ways) more.replaceWith(ways);
  };

  const bar = document.querySelector("#found");
  const marks = [...document.querySelectorAll("mark[id^='hit-']")];
  let at = marks.findIndex((mark) => mark.classList.contains("at"));

  const goTo = (hit) => {
    at = (hit + marks.length) % marks.length;
    document.querySelectorAll("mark.at").forEach((mark) => mark.classList.remove("at"));
    marks[at].classList.add("at");
    const counted = bar.querySelector("#found-at");
    counted.textContent = counted.textContent.replace(/^\d+/, at + 1);
    const address = new URL(location.href);
    address.searchParams.set("hit", at + 1);
    address.hash = "";
    history.replaceState(null, "", address);
    marks[at].scrollIntoView({ block: "center" });
  };

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !marks.length) return;
    const step = event.target.closest("#found a[rel]");
    if (!step) return;
    event.preventDefault();
    goTo(at + (step.rel === "next" ? 1 : -1));
  });

  addEventListener("hashchange", showWays);
  showWays();
})();
