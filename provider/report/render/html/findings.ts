import type { ChangeReport, Finding } from "../../../../schema/report/change-report";
import { FINDINGS, type Level, worstLevel } from "../../../../schema/report/finding";
import type { FindingRule } from "../../../../schema/report/finding-rule";
import { sortFindings } from "../words/findings";
import { counted } from "../../../text/counted";
import { TITLES, levelWord } from "../words/report";
import { type Markup, NOTHING, html } from "./markup";
import { findingList, plainList, type Section, sectionOf } from "./section";
import { named } from "./values";

/** Sign of a level, with its word: colour alone tells nobody anything. */
export function badge(level: Level): Markup {
  return html`<span class="badge ${level}">${levelWord(level)}</span>`;
}

/** Findings by the section that tells them, the worst first. */
export interface FindingsBySection {
  /** Sentences on what can't be told. */
  readonly unknowns: readonly string[];
  readonly decisions: readonly Finding[];
  readonly information: readonly Finding[];
  readonly drift: readonly Finding[];
  readonly credentials: readonly Finding[];
}

/** The findings of a report, each in one section. */
export function bySection(report: ChangeReport): FindingsBySection {
  const { unknowns, toDecide, forInformation } = sortFindings(report);
  const isIn =
    (section: FindingRule["section"]) =>
    ({ id }: Finding): boolean =>
      FINDINGS[id].section === section;
  return {
    unknowns,
    decisions: toDecide.filter(isIn(undefined)),
    information: forInformation.filter(isIn(undefined)),
    drift: report.findings.filter(isIn("drift")),
    credentials: report.findings.filter(isIn("credentials")),
  };
}

/** A finding as a list item. */
export function findingItem({ level, text, subject, place, id }: Finding): Markup {
  const at =
    place === undefined
      ? NOTHING
      : html` at <bdi class="place">${place.file}:${place.line}:${place.column}</bdi>`;
  return html`<li class="finding ${level}">
    ${badge(level)}
    <div>
      <p>${text}</p>
      <p class="meta">${named(subject.name)}${at} <code class="rule">${id}</code></p>
    </div>
  </li>`;
}

/** Facts that the input of the report doesn't hold. */
export function cannotTellSection({ unknowns }: FindingsBySection): readonly Section[] {
  const items = unknowns.map((text) => html`<li>${text}</li>`);
  return sectionOf({ id: "cannot-tell", title: TITLES.unknowns }, items, plainList);
}

/** Findings that need a decision, then pointers to those that have a section of their own. */
export function decisionSection({ decisions, drift, credentials }: FindingsBySection): readonly Section[] {
  const elsewhere = [
    ...pointer(drift, "drift", `${counted(drift.length, "finding")} on changes made outside the program`),
    ...pointer(credentials, "credentials", `${counted(credentials.length, "credential")} about to end`),
  ];
  const items = [...decisions.map(findingItem), ...elsewhere];
  return sectionOf({ id: "decisions", title: TITLES.decisions }, items, findingList);
}

function pointer(findings: readonly Finding[], id: string, text: string): readonly Markup[] {
  const level = worstLevel(findings);
  if (level === undefined || level === "info") return [];
  return [
    html`<li class="finding ${level}">
      ${badge(level)}
      <p><a href="#${id}">${text}</a></p>
    </li>`,
  ];
}

/** Findings for information. */
export function informationSection({ information }: FindingsBySection): readonly Section[] {
  return sectionOf(
    { id: "information", title: TITLES.information },
    information.map(findingItem),
    (items) =>
      html`<details class="fold">
        <summary>${counted(items.length, "finding")} without a need to decide</summary>
        ${findingList(items)}
      </details>`,
  );
}

/** Credentials that end within the horizon. */
export function credentialSection({ credentials }: FindingsBySection): readonly Section[] {
  const heading = { id: "credentials", title: "Credentials that end soon" };
  return sectionOf(heading, credentials.map(findingItem), findingList);
}
