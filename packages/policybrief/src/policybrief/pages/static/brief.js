/* Comfort where scripts run: without them each address, definition and section is a link away. */
"use strict";
{
  const all = (css, within = document) => [...within.querySelectorAll(css)];
  const byId = (id) => document.getElementById(id);

  // A definition stands beside its term while pointer or focus is on either, until Escape.
  let link, note;
  const hide = () => {
    note?.hidePopover();
    link?.style.removeProperty("anchor-name");
    link = note = null;
  };
  const leave = () => setTimeout(() => !link?.matches(":hover, :focus") && !note?.matches(":hover") && hide(), 250);
  const show = ({ target, pointerType }) => {
    if (target === link || pointerType === "touch") return;
    hide();
    link = target;
    link.style.anchorName = "--term";
    note = byId(link.getAttribute("aria-describedby"));
    note.onpointerleave = leave;
    note.showPopover();
  };
  if (CSS.supports("position-area: end"))
    for (const term of all("a[aria-describedby^=definition-]")) {
      term.onpointerenter = term.onfocus = show;
      term.onpointerleave = term.onblur = leave;
    }
  addEventListener("keydown", ({ key }) => key === "Escape" && hide());

  // Address and citation of what is cited alone, where the browser lets a page copy.
  const [row] = all("template.copy-row");
  const say = (words = "") => (all(".copied")[0].textContent = words);
  for (const permalink of navigator.clipboard ? all(":is(.finding, .recommendation, figure:not(.home-figure))[id] .headerlink") : []) {
    const item = permalink.closest("[id]");
    const buttons = row.content.cloneNode(true);
    const title = permalink.parentNode.textContent.replace(permalink.textContent, "").trim();
    const address = new URL(permalink.hash, all("link[rel=canonical]")[0]?.href ?? location).href;
    const texts = [address, `${row.dataset.citation} ${title}. ${address}`];
    all("button", buttons).forEach((button, i) => {
      button.ariaLabel = `${button.textContent}: ${title}`;
      button.onclick = async () => {
        say();
        await navigator.clipboard.writeText(texts[i]);
        say(row.dataset.done);
        setTimeout(say, 5000);
      };
    });
    const next = item.nextElementSibling;
    const [place] = all(".row", next?.matches(".figure-data") ? next : item);
    (place ?? all(":scope > .body", item)[0] ?? item).append(buttons);
  }

  // In the contents, the section at a third of the window; on a phone a link closes their sheet.
  const links = new Map();
  const mark = ({ target, isIntersecting }) => (links.get(target).ariaCurrent = isIntersecting ? "location" : null);
  const watch = new IntersectionObserver((seen) => seen.forEach(mark), { rootMargin: "-33% 0px -66%" });
  for (const place of all("#page-contents a[href^='#']:not([href='#'])")) {
    const section = byId(place.hash.slice(1));
    links.set(section, place);
    watch.observe(section);
    place.onclick = () => place.closest(":popover-open")?.hidePopover();
  }
}
