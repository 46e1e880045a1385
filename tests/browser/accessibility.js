// Runs axe and returns what it violates or leaves undecided.  Undecided contrast is looked into where axe says
// that it could not see the ground of a text (scrolled away in a frame, several lines, in a drawing): each line
// is brought into view and compared with the first opaque colour under it.  An image, a gradient, transparency
// or anything in front leaves it undecided.
async (rules) => {
  const LEAST = 4.5;
  const UNSEEN = ["bgOverlap", "elmPartiallyObscured", "elmPartiallyObscuring", "imgNode"];

  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const alpha = (colour) => (colour.startsWith("rgb") ? (numbers(colour)[3] ?? 1) : 0);
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const luminance = (colour) => {
    const [red, green, blue] = numbers(colour).map((part) => linear(part / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  const isDrawn = (element) => element instanceof SVGElement;
  const paint = (element) => {
    const style = getComputedStyle(element);
    if (isDrawn(element)) return element instanceof SVGGeometryElement ? style.fill : "rgba(0, 0, 0, 0)";
    return style.backgroundColor;
  };
  const isPlain = (element) =>
    getComputedStyle(element).opacity === "1" &&
    [undefined, "::before", "::after"].every((part) => getComputedStyle(element, part).backgroundImage === "none");

  // The colour under a point of an element, or null where it cannot be told
  const ground = (element, x, y) => {
    const stack = document.elementsFromPoint(x, y);
    const at = stack.findIndex((each) => element.contains(each));
    if (at === -1 || stack.slice(0, at).some((each) => !each.contains(element))) return null;
    for (const each of stack.slice(at)) {
      if (each.closest("text") !== null) continue;
      if (!isPlain(each)) return null;
      const colour = paint(each);
      if (alpha(colour) === 1) return colour;
      if (alpha(colour) > 0) return null;
    }
    return null;
  };

  // The box of a line, once each frame around it and the page have been scrolled to it
  const inView = (element, box) => {
    for (let frame = element; frame !== null; frame = frame.parentElement) {
      const style = getComputedStyle(frame);
      if (!/auto|scroll/.test(style.overflowX + style.overflowY)) continue;
      const seen = frame.getBoundingClientRect();
      const { left, top, width, height } = box();
      frame.scrollBy(left + width / 2 - seen.left - seen.width / 2, top + height / 2 - seen.top - seen.height / 2);
    }
    scrollBy(0, box().top - innerHeight / 2);
    return box();
  };

  // "" where the text stands out, else what is wrong
  const judged = (element) => {
    const style = getComputedStyle(element);
    const colour = isDrawn(element) ? style.fill : style.color;
    if (alpha(colour) !== 1) return "undecided";
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (let line = 0; line < range.getClientRects().length; line++) {
        const box = inView(element, () => range.getClientRects()[line]);
        if (box.width < 1) continue;
        const { left, top, width, height } = box;
        const behind = ground(element, left + width / 2, top + height / 2);
        if (behind === null) return "undecided";
        if (ratio(colour, behind) < LEAST) return `${ratio(colour, behind).toFixed(2)}:1, ${colour} on ${behind}`;
      }
    }
    return "";
  };

  // Single letters and signs are text here, which axe doubts
  axe.configure({
    checks: [{
      id: "color-contrast",
      options: { ...axe._audit.checks["color-contrast"].options, ignoreUnicode: false, ignoreLength: true },
    }],
  });
  const found = await axe.run(document, {
    runOnly: { type: "tag", values: rules },
    resultTypes: ["violations", "incomplete"],
    preload: false,
  });

  const faults = [];
  for (const rule of found.violations)
    for (const node of rule.nodes) faults.push(`violates ${rule.id}: ${node.html.slice(0, 160)}`);
  for (const rule of found.incomplete)
    for (const node of rule.nodes) {
      const reasons = [...node.any, ...node.all, ...node.none].map((check) => check.data?.messageKey ?? "");
      const unseen = rule.id === "color-contrast" && reasons.every((reason) => UNSEEN.includes(reason));
      const verdict = unseen ? judged(document.querySelector(node.target[0])) : "undecided";
      if (verdict) faults.push(`${verdict} ${rule.id} (${reasons}): ${node.html.slice(0, 160)}`);
    }
  for (const frame of document.querySelectorAll("main *, nav")) frame.scrollTo(0, 0);
  scrollTo(0, 0);
  return faults;
};
