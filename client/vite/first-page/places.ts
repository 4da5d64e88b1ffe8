/**
 * What code a page begins with, by its path; the first that fits counts. Files are named as in client/src/app/routes.
 * A page that is missing here works all the same: its code is then asked for in waves.
 */
export const places: readonly [path: string, ...code: string[]][] = [
  ["/sign-in", "public/index.tsx", "public/sign-in.tsx"],
  ["/sign-up", "public/index.tsx", "public/sign-up.tsx"],
  ["/reset-password", "public/index.tsx", "public/reset-password.tsx"],
  ["/second-step", "public/index.tsx", "public/second-step.tsx"],
  ["/desk/emergency/:patientId?", "specialist/index.tsx", "specialist/emergency.tsx"],
  ["/desk/:appointmentId?", "specialist/index.tsx", "specialist/workbench.tsx"],
  ["/admin/schedules", "admin/index.tsx", "admin/schedules.tsx"],
  ["/admin/specialists", "admin/index.tsx", "admin/specialists.tsx"],
  ["/admin/departments", "admin/index.tsx", "admin/departments.tsx"],
  ["/admin/service-rules", "admin/index.tsx", "admin/service-rules.tsx"],
  ["/admin/health", "admin/index.tsx", "admin/health.tsx"],
  ["/admin/access-rules", "admin/index.tsx", "admin/access-rules.tsx"],
  ["/admin/audit", "admin/index.tsx", "admin/audit.tsx"],
  // By duty this is another page; only the frame is common to all.
  ["/admin/*?", "admin/index.tsx"],
  ["/pharmacy/*?", "pharmacist/index.tsx"],
  ["/", "patient/index.tsx", "patient/home.tsx"],
  ["/reports", "patient/index.tsx", "patient/reports.tsx"],
  ["/reports/add", "patient/index.tsx", "patient/report-add.tsx"],
  ["/reports/:reportId", "patient/index.tsx", "patient/report-detail.tsx"],
  ["/booking", "patient/index.tsx", "patient/booking.tsx"],
  ["/booking/specialists/:specialistId", "patient/index.tsx", "patient/specialist.tsx"],
  ["/booking/specialists/:specialistId/book", "patient/index.tsx", "patient/book.tsx"],
  ["/appointments", "patient/index.tsx", "patient/appointments.tsx"],
  ["/appointments/:appointmentId", "patient/index.tsx", "patient/appointment.tsx"],
  ["/messages", "patient/index.tsx", "patient/messages.tsx"],
  ["/room/:consultationId", "patient/index.tsx", "patient/room.tsx"],
  ["/plan/:consultationId", "patient/index.tsx", "patient/plan.tsx"],
  ["/me", "patient/index.tsx", "patient/me.tsx"],
  ["/me/account/:page?", "patient/index.tsx", "patient/account.tsx"],
  ["/me/devices", "patient/index.tsx", "patient/devices.tsx"],
  ["/me/reach", "patient/index.tsx", "patient/reach.tsx"],
  ["/me/patients/add", "patient/index.tsx", "patient/patient-add.tsx"],
  ["/me/patients/:patientId", "patient/index.tsx", "patient/patient-detail.tsx"],
  ["/me/patients/:patientId/consents", "patient/index.tsx", "patient/consents.tsx"],
  ["/me/patients/:patientId/access-log", "patient/index.tsx", "patient/access-log.tsx"],
  ["/me/patients/:patientId/correct", "patient/index.tsx", "patient/patient-correct.tsx"],
  ["/notifications", "patient/index.tsx", "patient/notifications.tsx"],
  ["*", "patient/index.tsx"],
];

/** The same for whoever is not signed in, of the pages that everybody may see; every other one begins as signing in does. */
export const openPlaces: typeof places = [
  ["/", "public/index.tsx", "public/welcome.tsx"],
  ["/booking", "public/index.tsx", "patient/booking.tsx"],
  ["/booking/specialists/:specialistId", "public/index.tsx", "patient/specialist.tsx"],
];
