// Shows what is asked for and writes that into the fragment.
{
  const form = document.querySelector("form.filter");
  const count = form.querySelector("[role=status]");
  const fields = [...form.querySelectorAll("select")];
  const cards = [...document.querySelectorAll(form.dataset.cards)];

  const show = () => {
    const asked = fields.filter((f) => f.value).map((f) => [f.name, f.value]);
    for (const card of cards) card.hidden = !asked.every((one) => card.classList.contains(one.join("-")));
    const shown = cards.filter((card) => !card.hidden).length;
    count.textContent = count.dataset.said.replace("{shown}", shown).replace("{all}", cards.length);
    return asked;
  };

  const write = () => history.replaceState(null, "", `#${new URLSearchParams(show())}`);

  // A fragment that names a place asks for nothing; a place that is hidden is shown again.
  const read = () => {
    const words = location.hash.slice(1), place = document.getElementById(words);
    if (place && !place.closest("[hidden]")) return;
    const asked = new URLSearchParams(place ? "" : words);
    for (const f of fields) f.value = [...f.options].find((o) => o.value === asked.get(f.name))?.value ?? "";
    show();
    place?.scrollIntoView();
  };

  form.addEventListener("change", write);
  form.addEventListener("reset", () => setTimeout(write)); // the fields empty after the event
  addEventListener("hashchange", read);
  form.hidden = false;
  show();
  read();
}
