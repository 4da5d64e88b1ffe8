import { Types } from "../../src/platform/database.ts";
import { UserModel } from "../../src/modules/users/user.model.ts";
import { DepartmentModel } from "../../src/modules/organizations/department.model.ts";
import { ScheduleModel } from "../../src/modules/schedules/schedule.model.ts";
import { searchKeysOf } from "../../src/modules/specialists/search-keys.ts";
import { SpecialistModel } from "../../src/modules/specialists/specialist.model.ts";
import { sampleSpecialist } from "@fuzhen/shared/testing/sample-specialist.ts";
import { titles } from "@fuzhen/shared/specialists/specialist.fields.ts";
import { departments as subjects } from "@fuzhen/shared/terminology/departments.ts";
import { addDays, dayOf } from "@fuzhen/shared/time.ts";

const surnames = [..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"];
const given = ["秀兰", "静宜", "建国", "立新", "一鸣", "若兰", "明慧", "子涵", "雨桐", "博文", "思远", "晓东"];

/** Names in the order of the number: no two of the first 240 are alike. */
const nameOf = (index: number) =>
  `${surnames[index % surnames.length]}${given[Math.floor(index / surnames.length) % given.length]}`;

/** What the rows are called; the default is short. */
export interface Manner {
  nameOf: (index: number) => string;
  departmentOf: (index: number) => string;
  diseasesOf: (index: number) => string[];
  weekdaysOf: (index: number) => number[];
}
const short: Manner = {
  nameOf,
  departmentOf: (index) => `第${index + 1}专科门诊`,
  diseasesOf: (index) => ["慢性肾小球肾炎", `第${index % 40}类疾病`],
  weekdaysOf: (index) => [1 + (index % 5)],
};

/** A large hospital: departments, and specialists spread over them with account and week, written past the API. */
export async function makeMany(
  at: Date,
  organization: { id: string; name: string },
  { departments = 50, specialists = 800, manner = short } = {},
): Promise<void> {
  const today = dayOf(at);
  const organizationId = new Types.ObjectId(organization.id);
  const places = Array.from({ length: departments }, (_, index) => ({
    _id: new Types.ObjectId(),
    organizationId,
    code: subjects[index % subjects.length]?.code ?? "",
    name: manner.departmentOf(index),
    active: true,
    createdAt: at,
  }));
  const people = Array.from({ length: specialists }, (_, index) => {
    const place = places[index % departments];
    if (!place) throw new Error("a specialist without a department");
    const title = titles[index % titles.length] ?? "chief";
    const profile = sampleSpecialist({
      name: manner.nameOf(index),
      departmentId: place._id.toHexString(),
      diseases: manner.diseasesOf(index),
      title,
      licenceNumber:
        `${Number.parseInt(organization.id.slice(-8), 16)}`.padStart(11, "2") + String(index).padStart(4, "0"),
      licenceValidFrom: addDays(today, -900),
      // Every tenth has run out.
      licenceValidTo: addDays(today, index % 10 === 0 ? -1 - index : 100 + index),
    });
    return {
      _id: new Types.ObjectId(),
      userId: new Types.ObjectId(),
      requestKey: `many-${organization.id}-${index}`,
      organizationId,
      ...profile,
      departmentId: place._id,
      departmentCode: place.code,
      searchKeys: searchKeysOf(profile),
      rank: titles.indexOf(title),
      phoneMasked: `138****${String(index).padStart(4, "0")}`,
      published: index % 3 !== 0,
      createdAt: at,
    };
  });
  await DepartmentModel.insertMany(places);
  await SpecialistModel.insertMany(people);
  await UserModel.insertMany(
    people.map(({ _id, userId, name, phoneMasked }, index) => ({
      _id: userId,
      phoneLookup: `many-${organization.id}-${index}`,
      phoneSealed: "sealed",
      phoneMasked,
      passwordHash: "nobody signs in with it",
      role: "specialist",
      organizationId,
      organizationName: organization.name,
      specialistId: _id,
      displayName: name,
      active: index % 7 !== 0,
      lastSignInAt: index % 5 === 0 ? null : new Date(at.getTime() - index * 86_400_000),
      createdAt: at,
    })),
  );
  await ScheduleModel.insertMany(
    people
      .filter((_, index) => index % 4 !== 3)
      .map(({ _id }, index) => ({
        specialistId: _id,
        organizationId,
        status: index % 2 === 0 ? "published" : "draft",
        effectiveFrom: today,
        effectiveTo: null,
        sessions: manner.weekdaysOf(index).map((weekday) => ({
          weekday,
          halfDay: "morning",
          start: "09:00",
          end: "11:00",
          slotMinutes: 15,
          feeCents: 5000,
          visitKind: "video",
        })),
        version: 1,
        updatedAt: at,
      })),
  );
}
