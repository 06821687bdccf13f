using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Api;

/// <summary>Everything the pages do has its counterpart under /api, so that nobody adds a page and forgets it.</summary>
[TestFixture]
internal sealed class EveryPageActionTests
{
    /// <summary>What a program has no use for: signing in and choosing a language are a browser's, and ways that only lead on are no actions.</summary>
    private static readonly string[] OnlyForPeople =
    [
        "GET /", "GET /no-right", "GET /sign-in", "POST /sign-in", "POST /sign-out", "GET /again", "POST /again", "GET /choose", "GET /status.css", "GET /services/{id}/apply", "GET /drafts/{id}/go", "GET /drafts/{id}/submit", "GET /drafts/{id}/papers/{key}", "GET /drafts/{id}/sheets/{key}",
        "GET /tasks/{id}/{act}", "GET /tasks/back", "GET /tasks/views/{any}", "GET /tasks/{id}/signers/remove", "GET /tasks/{id}/phrases/{phrase}/forget", "GET /applications/{id}/urge", "GET /admin/cases/{id}/{act}", "GET /cases/{id}/{act}", "GET /cases/handed-over", "GET /notices/{id}/objection", "GET /notices/{id}/objection/taken", "GET /applications/{id}/withdraw", "GET /applications/{id}/again",
        "GET /admin/designer/{service}/form/preview", "POST /admin/designer/{service}/form/preview", "GET /progress", "GET /audit/verify", "GET /admin/services/{service}/values", "GET /admin/jobs/{name}", "GET /admin/{what}/{id}/{how}", "GET /admin/tokens/{id}/revoke",
        "GET /visits/road", "GET /visits/worker.js", "GET /visits/me", "POST /visits/{id}/keep", "GET /visits/{id}/keep", "GET /visits/{id}/kept", // what a browser keeps for the road
        "GET /meetings/{id}/{act}", "GET /meetings/{id}/minutes/scan", "GET /matters/days/{id}/sign", "GET /matters/{id}/documents", "GET /matters/duty/turns", "GET /matters/routes/{id}/end", "GET /matters/policies/{id}/end", "GET /matters/duty/{id}/close", "GET /messages/{id}/read", "GET /messages/read", "GET /admin/phones/{id}", "GET /funds/{id}/budget", "GET /funds/proposals/{id}/{act}",
        "GET /sign-in/code", "POST /sign-in/code", "GET /sign-in/mobile", "POST /sign-in/mobile", "POST /sign-in/mobile/code", "GET /sign-in/mobile/code", "POST /sign-in/passkey/options", "POST /sign-in/passkey", "GET /sign-in/passkey",
        "GET /sign-in/organisation", "GET /account", "GET /account/mail", "GET /account/password", "POST /account/password", "GET /account/second-factor", "POST /account/second-factor/begin", "POST /account/second-factor",
        "POST /account/second-factor/{what}", "GET /account/second-factor/{what}", "POST /account/passkeys/options", "POST /account/passkeys", "POST /account/passkeys/{key}/{what}", "GET /account/passkeys", "GET /account/passkeys/{key}/{what}",
        "GET /applicants", "POST /applicants", // a clerk with a person and their identity card before them: no program has that
        "GET /admin/accounts/{id}/{act}", "GET /account/deputies/{id}/end", "GET /admin/stand-ins/{what}", "GET /admin/stand-ins/{what}/{id}/end", "GET /admin/rules", "GET /admin/instances/{id}/{act}", "GET /admin/units/{id}/{act}",
        "GET /health/live", "GET /health/ready", // for whoever watches the house: JSON already
    ];

    private static readonly Dictionary<string, string[]> Counterparts = new(StringComparer.Ordinal)
    {
        ["GET /services"] = ["GET /api/services"],
        ["GET /services/{id}"] = ["GET /api/services/{id}"],
        ["POST /services/{id}/apply"] = ["POST /api/drafts"],
        ["GET /drafts/{id}"] = ["GET /api/drafts/{id}"],
        ["GET /drafts/{id}/place"] = ["GET /api/places"],
        ["POST /drafts/{id}/place"] = ["PUT /api/drafts/{id}/place"],
        ["GET /drafts/{id}/topics/{key}"] = ["GET /api/drafts/{id}", "GET /api/services/{id}"],
        ["POST /drafts/{id}/topics/{key}"] = ["PUT /api/drafts/{id}/topics/{key}", "PUT /api/drafts/{id}/answers"],
        ["GET /drafts/{id}/papers"] = ["GET /api/drafts/{id}"],
        ["POST /drafts/{id}/papers/{key}"] = ["POST /api/drafts/{id}/papers/{key}"],
        ["POST /drafts/{id}/papers/{file}/remove"] = ["DELETE /api/drafts/{id}/papers/{file}"],
        ["GET /drafts/{id}/check"] = ["GET /api/drafts/{id}"],
        ["POST /drafts/{id}/submit"] = ["POST /api/drafts/{id}/submission"],
        ["POST /drafts/{id}/drop"] = ["DELETE /api/drafts/{id}"],
        ["GET /applications"] = ["GET /api/applications", "GET /api/drafts"],
        ["GET /applications/{id}"] = ["GET /api/applications/{id}"],
        ["GET /applications/{id}/receipt"] = ["GET /api/applications/{id}/receipt"],
        ["GET /applications/{id}/papers/{paper}"] = ["GET /api/applications/{id}/papers/{paper}"],
        ["GET /applications/{id}/supplement"] = ["GET /api/applications/{id}/supplement"],
        ["POST /applications/{id}/supplement"] = ["POST /api/applications/{id}/supplement", "POST /api/files"],
        ["POST /applications/{id}/withdraw"] = ["POST /api/applications/{id}/withdrawal"],
        ["POST /applications/{id}/again"] = ["POST /api/applications/{id}/reconsideration"],
        ["POST /applications/{id}/urge"] = ["POST /api/applications/{id}/urge"],
        ["GET /applications/{id}/rating"] = ["GET /api/applications/{id}/rating"],
        ["POST /applications/{id}/rating"] = ["POST /api/applications/{id}/rating"],
        ["GET /ratings"] = ["GET /api/ratings"],
        ["GET /matters"] = ["GET /api/matters"],
        ["GET /matters/open"] = ["GET /api/matters/open"],
        ["GET /matters/new"] = ["POST /api/matters"],
        ["POST /matters/new"] = ["POST /api/matters"],
        ["GET /matters/{id}"] = ["GET /api/matters/{id}"],
        ["POST /matters/{id}"] = ["POST /api/matters/{id}/steps"],
        ["GET /matters/routes"] = ["GET /api/routes"],
        ["POST /matters/routes"] = ["POST /api/routes"],
        ["POST /matters/routes/{id}/end"] = ["POST /api/routes/{id}/end"],
        ["GET /matters/replies"] = ["GET /api/matters/replies"],
        ["GET /matters/{id}/acts/{act}"] = ["GET /api/matters/{id}/work"],
        ["POST /matters/{id}/acts/{act}"] =
        [
            "POST /api/matters/{id}/send", "POST /api/matters/{id}/supervise", "POST /api/matters/{id}/duties/{duty}/replies", "POST /api/matters/{id}/duties/{duty}/end", "POST /api/matters/{id}/merge", "POST /api/matters/{id}/merge/undo",
            "POST /api/matters/{id}/split", "POST /api/matters/{id}/recusals", "POST /api/matters/{id}/recusals/{recusal}/end", "POST /api/matters/{id}/visit", "POST /api/matters/{id}/petition",
        ],
        ["GET /matters/{id}/application"] = ["GET /api/matters/{id}/besides", "GET /api/services"],
        ["POST /matters/{id}/application"] = ["POST /api/matters/{id}/application"],
        ["GET /matters/{id}/reports"] = ["GET /api/matters/{id}/besides"],
        ["POST /matters/{id}/reports"] = ["POST /api/matters/{id}/reports"],
        ["GET /matters/{id}/appointment"] = ["GET /api/matters/{id}/besides", "GET /api/matters/{id}/professionals"],
        ["POST /matters/{id}/appointment"] = ["POST /api/matters/{id}/appointments", "POST /api/appointments/{id}/move", "POST /api/appointments/{id}/cancel"],
        ["GET /matters/opinions"] = ["GET /api/opinions"],
        ["GET /appointments"] = ["GET /api/appointments"],
        ["GET /appointments/{id}"] = ["GET /api/appointments/{id}"],
        ["POST /appointments/{id}"] = ["POST /api/appointments/{id}/notes", "POST /api/appointments/{id}/outcome"],
        ["GET /matters/{id}/satisfaction"] = ["GET /api/matters/{id}/said"],
        ["POST /matters/{id}/satisfaction"] = ["POST /api/matters/{id}/satisfaction"],
        ["GET /matters/{id}/rating"] = ["GET /api/matters/{id}/said"],
        ["POST /matters/{id}/rating"] = ["POST /api/matters/{id}/rating"],
        ["GET /own-matters"] = ["GET /api/own-matters"],
        ["GET /own-matters/{id}/satisfaction"] = ["GET /api/own-matters/{id}"],
        ["POST /own-matters/{id}/satisfaction"] = ["POST /api/own-matters/{id}/satisfaction"],
        ["GET /own-matters/{id}/rating"] = ["GET /api/own-matters/{id}"],
        ["POST /own-matters/{id}/rating"] = ["POST /api/own-matters/{id}/rating"],
        ["GET /ratings/negative"] = ["GET /api/ratings/negative"],
        ["GET /ratings/negative/{id}"] = ["GET /api/ratings/negative/{id}"],
        ["POST /ratings/negative/{id}"] = ["POST /api/ratings/negative/{id}/call", "POST /api/ratings/negative/{id}/rectify", "POST /api/ratings/negative/{id}/tell", "POST /api/ratings/negative/{id}/appeal", "POST /api/ratings/negative/{id}/appeal-decision"],
        ["GET /scorecard"] = ["GET /api/scorecard"],
        ["GET /scorecard/list"] = ["GET /api/scorecard/list"],
        ["GET /scorecard/csv"] = ["GET /api/scorecard/csv"],
        ["GET /matters/policies"] = ["GET /api/policies"],
        ["POST /matters/policies"] = ["POST /api/policies"],
        ["POST /matters/policies/{id}/end"] = ["POST /api/policies/{id}/end"],
        ["GET /matters/duty"] = ["GET /api/duty"],
        ["POST /matters/duty"] = ["POST /api/duty"],
        ["POST /matters/duty/turns"] = ["POST /api/duty/turns"],
        ["POST /matters/duty/{id}/close"] = ["POST /api/duty/{id}/close"],
        ["GET /matters/{id}/documents/new"] = ["GET /api/matters/{id}/documents", "GET /api/matters/{id}/documents/new"],
        ["POST /matters/{id}/documents"] = ["POST /api/matters/{id}/documents/preview", "POST /api/matters/{id}/documents", "POST /api/matters/{id}/opinions", "POST /api/files"],
        ["GET /matters/{id}/documents/{document}"] = ["GET /api/matters/{id}/documents/{document}", "GET /api/matters/{id}/documents/{document}/pdf"],
        ["GET /matters/{id}/documents/{document}/scan"] = ["GET /api/matters/{id}/documents/{document}/scan"],
        ["GET /matters/{id}/documents/{document}/delivery"] = ["GET /api/matters/{id}/documents"],
        ["POST /matters/{id}/documents/{document}/delivery"] = ["POST /api/matters/{id}/documents/{document}/delivery"],
        ["GET /matters/days"] = ["GET /api/register-days"],
        ["POST /matters/days"] = ["POST /api/register-days"],
        ["POST /matters/days/{id}/sign"] = ["POST /api/register-days/{id}/sign"],
        ["GET /meetings"] = ["GET /api/meetings", "GET /api/meetings/choices"],
        ["POST /meetings"] = ["POST /api/meetings"],
        ["GET /meetings/{id}"] = ["GET /api/meetings/{id}"],
        ["GET /meetings/{id}/sheet"] = ["GET /api/meetings/{id}/sheet"],
        ["GET /meetings/{id}/scan"] = ["GET /api/meetings/{id}/scan"],
        ["GET /meetings/{id}/scan/{file}"] = ["GET /api/meetings/{id}/scan"],
        ["POST /meetings/{id}/minutes/scan"] = ["POST /api/files"],
        ["GET /meetings/{id}/minutes"] = ["GET /api/meetings/{id}/minutes"],
        ["GET /meetings/{id}/check"] = ["GET /api/meetings/{id}/minutes", "GET /api/meetings/{id}/sheet"],
        ["POST /meetings/{id}/gather"] = ["POST /api/meetings/{id}/gather"],
        ["POST /meetings/{id}/add"] = ["POST /api/meetings/{id}/cases"],
        ["POST /meetings/{id}/take-off"] = ["POST /api/meetings/{id}/cases/{task}/take-off"],
        ["POST /meetings/{id}/freeze"] = ["POST /api/meetings/{id}/freeze"],
        ["POST /meetings/{id}/return"] = ["POST /api/meetings/{id}/return"],
        ["POST /meetings/{id}/dissolve"] = ["POST /api/meetings/{id}/dissolve"],
        ["POST /meetings/{id}/minutes"] = ["POST /api/meetings/{id}/minutes", "POST /api/files"],
        ["POST /meetings/{id}/confirm"] = ["POST /api/meetings/{id}/confirm"],
        ["POST /meetings/{id}/send-back"] = ["POST /api/meetings/{id}/send-back"],
        ["POST /meetings/{id}/carry-out"] = ["POST /api/meetings/{id}/carry-out"],
        ["GET /messages"] = ["GET /api/messages"],
        ["POST /messages/read"] = ["POST /api/messages/read"],
        ["POST /messages/{id}/read"] = ["POST /api/messages/{id}/read"],
        ["POST /visits/{id}/record"] = ["POST /api/tasks/{id}/decision"],
        ["GET /funds"] = ["GET /api/funds", "GET /api/funds/proposals"],
        ["GET /funds/new"] = ["GET /api/funds/choices"],
        ["POST /funds/new"] = ["POST /api/funds"],
        ["GET /funds/{id}"] = ["GET /api/funds/{id}"],
        ["POST /funds/{id}/budget"] = ["POST /api/funds/{id}/budget"],
        ["GET /funds/proposals/{id}"] = ["GET /api/funds/proposals/{id}"],
        ["POST /funds/proposals/{id}/confirm"] = ["POST /api/funds/proposals/{id}/confirm"],
        ["POST /funds/proposals/{id}/decline"] = ["POST /api/funds/proposals/{id}/decline"],
        ["GET /admin/deliveries"] = ["GET /api/admin/deliveries"],
        ["GET /admin/deliveries/{id}"] = ["GET /api/admin/deliveries/{id}"],
        ["GET /admin/phones"] = ["GET /api/admin/phones"],
        ["POST /admin/phones/{id}"] = ["POST /api/admin/phones/{id}"],
        ["POST /progress"] = ["POST /api/progress"],
        ["GET /tasks"] = ["GET /api/tasks", "GET /api/tasks/views"],
        ["POST /tasks/views"] = ["POST /api/tasks/views"],
        ["POST /tasks/views/{view}/default"] = ["POST /api/tasks/views/{view}/default"],
        ["POST /tasks/views/{view}/remove"] = ["POST /api/tasks/views/{view}/remove"],
        ["GET /people"] = ["GET /api/people"],
        ["GET /admin/units/named"] = ["GET /api/admin/units/named"],
        ["GET /tasks/many"] = ["GET /api/tasks"],
        ["POST /tasks/many"] = ["POST /api/tasks/many"],
        ["GET /tasks/{id}/give"] = ["GET /api/tasks/{id}/nominees", "GET /api/tasks/{id}"],
        ["POST /tasks/{id}/transfer"] = ["POST /api/tasks/{id}/transfer"],
        ["POST /tasks/{id}/delegate"] = ["POST /api/tasks/{id}/delegate"],
        ["POST /tasks/{id}/recall"] = ["POST /api/tasks/{id}/recall"],
        ["POST /tasks/{id}/signers"] = ["POST /api/tasks/{id}/signers"],
        ["POST /tasks/{id}/signers/remove"] = ["POST /api/tasks/{id}/signers/{seat}/remove"],
        ["POST /tasks/{id}/stand-aside"] = ["POST /api/tasks/{id}/decision"],
        ["POST /tasks/{id}/take-back"] = ["POST /api/tasks/{id}/take-back"],
        ["GET /tasks/team"] = ["GET /api/tasks/team"],
        ["GET /tasks/team/list"] = ["GET /api/tasks/team/tasks"],
        ["POST /tasks/team/list"] = ["POST /api/tasks/{id}/reassign"],
        ["GET /tasks/calendar"] = ["GET /api/tasks/calendar"],
        ["GET /tasks/waiting"] = ["GET /api/tasks/waiting"],
        ["GET /cases/waiting"] = ["GET /api/cases/waiting"],
        ["POST /account/mail"] = ["GET /api/me/mail", "POST /api/me/mail"],
        ["GET /tasks/copied"] = ["GET /api/tasks/copied"],
        ["POST /tasks/{id}/phrases"] = ["GET /api/tasks/{id}/phrases", "POST /api/tasks/phrases"],
        ["POST /tasks/{id}/phrases/{phrase}/forget"] = ["DELETE /api/tasks/phrases/{phrase}"],
        ["GET /tasks/news"] = ["GET /api/tasks/news"],
        ["GET /tasks/{id}"] = ["GET /api/tasks/{id}", "GET /api/tasks/{id}/ahead"],
        ["GET /tasks/{id}/papers/{file}"] = ["GET /api/tasks/{id}/papers/{file}"],
        ["POST /tasks/{id}/answers"] = ["POST /api/tasks/{id}/answers"],
        ["POST /tasks/{id}/decision"] = ["POST /api/tasks/{id}/decision", "POST /api/tasks/{id}/decision/check", "POST /api/tasks/{id}/decision/statement"],
        ["POST /tasks/{id}/numbers"] = ["POST /api/tasks/{id}/numbers"],
        ["POST /tasks/{id}/claim"] = ["POST /api/tasks/{id}/claim"],
        ["POST /tasks/{id}/release"] = ["POST /api/tasks/{id}/release"],
        ["GET /cases"] = ["GET /api/cases"],
        ["GET /cases/{id}"] = ["GET /api/cases/{id}", "GET /api/cases/{id}/waits"],
        ["GET /cases/{id}/papers/{file}"] = ["GET /api/cases/{id}/papers/{file}"],
        ["GET /cases/{id}/documents/{document}"] = ["GET /api/cases/{id}/documents/{document}"],
        ["GET /cases/{id}/place/{act}"] = ["GET /api/cases/{id}/hand-over/places", "GET /api/places"],
        ["GET /cases/{id}/approval-form"] = ["GET /api/cases/{id}/approval-form"],
        ["GET /cases/{id}/signatures/{signature}"] = ["GET /api/cases/{id}/signatures", "GET /api/cases/{id}/signatures/{signature}"],
        ["POST /cases/{id}/copy"] = ["POST /api/cases/{id}/copies"],
        ["POST /cases/{id}/urge"] = ["POST /api/cases/{id}/urge"],
        ["POST /cases/{id}/delivery"] = ["POST /api/cases/{id}/delivery"],
        ["POST /cases/{id}/death"] = ["POST /api/cases/{id}/death"],
        ["POST /cases/{id}/take-over"] = ["POST /api/cases/{id}/take-over"],
        ["POST /cases/{id}/end"] = ["POST /api/cases/{id}/end"],
        ["POST /cases/{id}/withdrawal"] = ["POST /api/cases/{id}/withdrawal"],
        ["POST /cases/{id}/again"] = ["POST /api/cases/{id}/reconsideration"],
        ["POST /cases/{id}/undo-death"] = ["POST /api/cases/{id}/undo-death"],
        ["POST /cases/{id}/agency"] = ["POST /api/cases/{id}/agency"],
        ["POST /cases/{id}/agency-answer"] = ["POST /api/cases/{id}/agency-answer"],
        ["POST /cases/{id}/hearing"] = ["POST /api/cases/{id}/hearing"],
        ["POST /cases/{id}/hearing-record"] = ["POST /api/cases/{id}/hearing-record"],
        ["POST /cases/{id}/hearing-off"] = ["POST /api/cases/{id}/hearing-off"],
        ["GET /figures/time"] = ["GET /api/figures/time"],
        ["POST /cases/{id}/undo-move"] = ["POST /api/cases/{id}/undo-move"],
        ["POST /cases/{id}/move"] = ["POST /api/cases/{id}/move"],
        ["POST /cases/{id}/hand-over"] = ["POST /api/cases/{id}/hand-over"],
        ["GET /notices"] = ["GET /api/notices", "GET /api/notices/areas"],
        ["GET /notices/{id}"] = ["GET /api/notices/{id}"],
        ["GET /notices/{id}/sheet"] = ["GET /api/notices/{id}/sheet"],
        ["POST /notices/{id}/objection"] = ["POST /api/notices/{id}/objection"],
        ["GET /payouts"] = ["GET /api/payouts", "GET /api/payouts/funds", "GET /api/payouts/formats"],
        ["POST /payouts"] = ["POST /api/payouts"],
        ["GET /payouts/{id}"] = ["GET /api/payouts/{id}"],
        ["GET /payouts/{id}/news"] = ["GET /api/payouts/{id}/news"],
        ["GET /payouts/{id}/file"] = ["GET /api/payouts/{id}/file"],
        ["POST /payouts/{id}/answer"] = ["POST /api/payouts/{id}/answer"],
        ["POST /payouts/{id}/reject"] = ["POST /api/payouts/{id}/reject"],
        ["GET /payouts/{id}/lines/{payment}/take"] = ["GET /api/payouts/{id}"],
        ["POST /payouts/{id}/lines/{payment}/take"] = ["POST /api/payouts/{id}/lines/{payment}/take"],
        ["POST /payouts/{id}/lock"] = ["POST /api/payouts/{id}/lock"],
        ["POST /payouts/{id}/check"] = ["POST /api/payouts/{id}/check"],
        ["POST /payouts/{id}/release"] = ["POST /api/payouts/{id}/release", "POST /api/payouts/{id}/release/check"],
        ["POST /payouts/{id}/send"] = ["POST /api/payouts/{id}/send"],
        ["POST /payouts/{id}/reconcile"] = ["POST /api/payouts/{id}/reconcile"],
        ["POST /payouts/{id}/close"] = ["POST /api/payouts/{id}/close"],
        ["GET /payouts/{id}/keying"] = ["GET /api/payouts/{id}/keying"],
        ["POST /payouts/{id}/keying"] = ["POST /api/payouts/{id}/keying/{payment}"],
        ["GET /recoveries"] = ["GET /api/recoveries"],
        ["POST /recoveries/{id}"] = ["POST /api/recoveries/{id}"],
        ["GET /admin"] = ["GET /api/admin/stuck"],
        ["POST /admin/incidents/{id}/{how}"] = ["POST /api/admin/incidents/{id}/retry", "POST /api/admin/incidents/{id}/skip", "POST /api/admin/incidents/{id}/cancel"],
        ["POST /admin/messages/{id}/retry"] = ["POST /api/admin/messages/{id}/retry"],
        ["GET /admin/cases/{id}"] = ["GET /api/admin/cases/{id}"],
        ["POST /admin/cases/{id}/{act}"] = [.. ((string[])["suspend", "activate", "jump", "terminate", "wake"]).SelectMany(act => new[] { $"POST /api/admin/cases/{{id}}/{act}", $"POST /api/admin/cases/{{id}}/{act}/check" })],
        ["GET /admin/instances"] = ["GET /api/admin/instances"],
        ["GET /admin/instances/{id}"] = ["GET /api/admin/instances/{id}"],
        ["POST /admin/instances/{id}/{act}"] =
        [
            "POST /api/admin/instances/{id}/suspend", "POST /api/admin/instances/{id}/activate", "POST /api/admin/instances/{id}/cancel", "POST /api/admin/instances/{id}/variable",
            "POST /api/admin/instances/{id}/migration", "POST /api/admin/instances/{id}/migration/check", "POST /api/admin/instances/{id}/migration/undo", "POST /api/admin/instances/several",
        ],
        ["GET /admin/units/{id}"] = ["GET /api/admin/units/{id}"],
        ["POST /admin/units/{id}/{act}"] = [.. ((string[])["rename", "move", "open", "merge", "split", "close"]).SelectMany(act => new[] { $"POST /api/admin/units/{{id}}/{act}", $"POST /api/admin/units/{{id}}/{act}/check" }), "GET /api/admin/units/{id}/choices"],
        ["GET /admin/accounts"] = ["GET /api/admin/accounts"],
        ["GET /admin/accounts/new"] = ["GET /api/admin/units/{id}"], // the places that a role may be given at
        ["POST /admin/accounts/new"] = ["POST /api/admin/accounts"],
        ["GET /admin/accounts/{id}"] = ["GET /api/admin/accounts/{id}"],
        ["POST /admin/accounts/{id}/{act}"] =
        [
            "POST /api/admin/accounts/{id}/roles", "POST /api/admin/accounts/{id}/roles/{held}/end", "POST /api/admin/accounts/{id}/close", "POST /api/admin/accounts/{id}/close/check",
            "POST /api/admin/accounts/{id}/reopen", "POST /api/admin/accounts/{id}/password", "POST /api/admin/accounts/{id}/unlock", "POST /api/admin/accounts/{id}/second-factor",
        ],
        ["GET /account/deputies"] = ["GET /api/deputies"],
        ["POST /account/deputies"] = ["POST /api/deputies"],
        ["POST /account/deputies/{id}/end"] = ["POST /api/deputies/{id}/end"],
        ["GET /admin/stand-ins"] = ["GET /api/admin/deputies", "GET /api/admin/covers"],
        ["POST /admin/stand-ins/{what}"] = ["POST /api/admin/deputies", "POST /api/admin/covers"],
        ["POST /admin/stand-ins/{what}/{id}/end"] = ["POST /api/deputies/{id}/end", "POST /api/admin/covers/{id}/end"],
        ["GET /admin/groups"] = ["GET /api/admin/groups"],
        ["POST /admin/groups"] = ["POST /api/admin/groups"],
        ["POST /admin/rules"] = ["POST /api/admin/rules/try"],
        ["GET /admin/accounts/{id}/hand-over"] = ["POST /api/admin/accounts/{id}/hand-over/check"],
        ["POST /admin/accounts/{id}/hand-over"] = ["POST /api/admin/accounts/{id}/hand-over"],
        ["GET /admin/services"] = ["GET /api/admin/services"],
        ["POST /admin/services/{service}/values"] = ["POST /api/admin/services/{service}/values"],
        ["GET /admin/designer"] = ["GET /elsa/api/workflow-definitions"],
        ["POST /admin/designer"] = ["POST /elsa/api/workflow-definitions"],
        ["GET /admin/designer/{service}/form"] = ["GET /elsa/api/services/{service}/draft", "POST /elsa/api/services/{service}/draft", "POST /elsa/api/services/{service}/check"],
        ["GET /admin/designer/{service}/templates"] = ["GET /elsa/api/services/{service}/draft"],
        ["GET /admin/designer/{service}/templates/{key}"] = ["GET /elsa/api/services/{service}/draft"],
        ["POST /admin/designer/{service}/templates/{key}"] = ["POST /elsa/api/services/{service}/draft", "POST /elsa/api/services/{service}/check"],
        ["GET /admin/designer/{service}/rules"] = ["GET /api/admin/services"],
        ["POST /admin/designer/{service}/rules"] = ["POST /api/admin/services/{service}/values", "POST /elsa/api/services/{service}/rules/trial"],
        ["GET /admin/designer/{definitionId}/compare"] = ["GET /elsa/api/workflow-definitions/{definitionId}/compare", "GET /elsa/api/workflow-definitions/{definitionId}/proposal", "POST /elsa/api/workflow-definitions/{definitionId}/proposal", "POST /elsa/api/workflow-definitions/{definitionId}/proposal/approve", "POST /elsa/api/workflow-definitions/{definitionId}/proposal/refuse", "POST /elsa/api/workflow-definitions/{definitionId}/proposal/withdraw"],
        ["GET /admin/designer/{definitionId}/live"] = ["GET /elsa/api/workflow-definitions/{definitionId}/live", "GET /elsa/api/instances/{id}/way"],
        ["GET /admin/designer/{definitionId}"] = ["GET /elsa/api/workflow-definitions/by-definition-id/{definitionId}", "POST /elsa/api/workflow-definitions", "POST /elsa/api/workflow-definitions/check", "POST /elsa/api/workflow-definitions/{definitionId}/publish"],
        ["GET /admin/designer/{service}/simulation"] = ["POST /elsa/api/services/{service}/simulation"],
        ["POST /admin/designer/{service}/simulation"] = ["POST /elsa/api/services/{service}/simulation", "POST /elsa/api/services/{service}/draft"],
        ["GET /admin/designer/{definitionId}/rehearsal"] = ["GET /elsa/api/workflow-definitions/{definitionId}/rehearsal"],
        ["GET /admin/calendar"] = ["GET /api/admin/calendar"],
        ["POST /admin/calendar"] = ["POST /api/admin/calendar", "POST /api/admin/calendar/check"],
        ["GET /admin/jobs"] = ["GET /api/admin/jobs"],
        ["POST /admin/jobs/{name}"] = ["POST /api/admin/jobs/{name}"],
        ["GET /admin/tokens"] = ["GET /api/admin/tokens"],
        ["POST /admin/tokens"] = ["POST /api/admin/tokens"],
        ["POST /admin/tokens/{id}/revoke"] = ["DELETE /api/admin/tokens/{id}"],
        ["GET /audit"] = ["GET /api/audit/cases/{number}", "GET /api/audit/looks"],
        ["GET /matters/new/before"] = ["GET /api/matters"],
        ["GET /audit/workflows"] = ["GET /elsa/api/workflow-definitions"],
        ["GET /audit/workflows/{definitionId}"] = ["GET /elsa/api/workflow-definitions"],
        ["GET /audit/workflows/{definitionId}/compare"] = ["GET /elsa/api/workflow-definitions/{definitionId}/compare"],
        ["POST /audit/verify"] = ["POST /api/audit/verify"],
        ["GET /figures"] = ["GET /api/figures"],
        ["GET /status"] = ["GET /api/status"],
    };

    /// <summary>Looks and checks may be asked for as often as anybody likes, uploads are swept, an answer with a secret is never kept, and what has a result for each case does none of them twice.</summary>
    private static readonly string[] WithoutKey =
    [
        "POST /api/files", "POST /api/drafts/{id}/papers/{key}", "POST /api/progress", "POST /api/tasks/{id}/numbers", "POST /api/tasks/many", "POST /api/tasks/{id}/decision/check", "POST /api/tasks/{id}/decision/statement", "POST /api/payouts/{id}/release/check", "POST /api/meetings/{id}/return", "POST /api/meetings/{id}/carry-out", "POST /api/matters/{id}/documents/preview",
        "POST /api/admin/rules/try", "POST /api/admin/accounts/{id}/hand-over/check", "POST /api/admin/accounts/{id}/hand-over", // each task is its own commit, and a second time finds nothing left
        "POST /api/admin/accounts", "POST /api/admin/instances/{id}/migration/check", "POST /api/admin/instances/several", "POST /api/admin/accounts/{id}/close/check", "POST /api/admin/accounts/{id}/reopen", "POST /api/admin/accounts/{id}/password",
        .. ((string[])["suspend", "activate", "jump", "terminate", "wake"]).Select(act => $"POST /api/admin/cases/{{id}}/{act}/check"),
        .. ((string[])["rename", "move", "open", "merge", "split", "close"]).Select(act => $"POST /api/admin/units/{{id}}/{act}/check"), "POST /api/admin/calendar/check", "POST /api/admin/definitions/check", "POST /api/admin/jobs/{name}", "POST /api/admin/tokens", "POST /api/audit/verify",
    ];

    private Office office = null!;
    private Website site = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public void Every_action_of_a_page_has_a_counterpart_in_the_api()
    {
        var all = Actions().Select(action => action.Name).ToHashSet(StringComparer.Ordinal);
        var pages = all.Where(action => !action.Contains(" /api", StringComparison.Ordinal) && !action.Contains(" /elsa/", StringComparison.Ordinal) && !action.Contains(" /assets", StringComparison.Ordinal) && !action.Contains(" /openapi", StringComparison.Ordinal)
            && !action.Contains(" /workflows/", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(pages.Except(Counterparts.Keys).Except(OnlyForPeople), Is.Empty, "a page action without a counterpart under /api");
            Assert.That(Counterparts.Keys.Concat(OnlyForPeople).Except(pages), Is.Empty, "there is no such page action any more");
            Assert.That(Counterparts.Values.SelectMany(own => own).Except(all), Is.Empty, "a counterpart that is not there");
        }
    }

    [Test]
    public void Every_post_takes_an_idempotency_key_or_is_known_to_need_none()
    {
        var posts = Actions().Where(action => action.Name.StartsWith("POST /api/", StringComparison.Ordinal)).ToList();

        Assert.That(posts.Where(post => !post.TakesKey).Select(post => post.Name), Is.EquivalentTo(WithoutKey));
    }

    [Test]
    public void Every_body_is_read_strictly()
    {
        var bodies = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.RoutePattern.RawText?.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) == true)
            .Select(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType).OfType<Type>().ToList();

        Assert.That(bodies.Where(body => !typeof(Portal.Api.IAsked).IsAssignableFrom(body) && !typeof(IFormFile).IsAssignableFrom(body)), Is.Empty);
        Assert.That(bodies, Has.Count.GreaterThan(20));
    }

    private IEnumerable<(string Name, bool TakesKey)> Actions() => site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText is { } text && !text.Contains("{*path", StringComparison.Ordinal))
        .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            .Select(method => ($"{method} {Plain(endpoint.RoutePattern)}", endpoint.Metadata.GetMetadata<Portal.Api.TakesKey>() is not null)));

    /// <summary>Without what the parameters must look like.</summary>
    private static string Plain(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
        RoutePatternLiteralPart literal => literal.Content,
        _ => "",
    }))));
}
