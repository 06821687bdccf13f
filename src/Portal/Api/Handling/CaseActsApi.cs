using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Copying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Urging;
using AidWorkflow.Portal.Api.Applying;
using AidWorkflow.Portal.Api.Following;
using AidWorkflow.Portal.Handling;
using AidWorkflow.Portal.Showing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Api.Handling;

/// <summary>What is done with a case outside its tasks, by whoever sees it; the acts themselves ask who may.</summary>
internal static class CaseActsApi
{
    public static void MapCaseActs(this RouteGroupBuilder one)
    {
        one.MapPost("/delivery", (Guid id, Delivered said, CaseReading reading, IUnitOfWork work, Asking asking) => DoAsync<ConfirmDelivery, Delivered, CaseId>(id, said, reading, asking, async (act, actor, token) =>
        {
            if (!await work.Db.Set<IssuedDocument>().AnyAsync(document => document.Id == said.Document && document.CaseId == new CaseId(id), token))
                throw new RefusedException("document.unknown-issued", "document");
            return await act.ConfirmAsync(said.Document, said.On, said.Method, actor, token);
        })).TakesKey().Called("recordDelivery", "Record that a document reached whoever it is for.");
        one.MapPost("/death", (Guid id, Death said, CaseReading reading, Asking asking) => DoAsync<RecordDeath, Death, PersonId>(id, said, reading, asking, (act, actor, token) =>
            act.RecordAsync(new(new(id), said.On, Limited.Text(said.Proof, "proof", 300), said.Sure), actor, token))).TakesKey().Called("recordDeath", "Record that the applicant died.");
        one.MapPost("/undo-death", (Guid id, Undoing said, CaseReading reading, IUnitOfWork work, Asking asking) => DoAsync<UndoLifeEvent, Undoing, PersonId>(id, said, reading, asking, async (act, actor, token) =>
            await act.DeathAsync(await ReportAsync(id, said, work, asking), actor, token))).TakesKey().Called("undoDeath", "Take back a death recorded by mistake: somebody else than who recorded it, with a paper.");
        one.MapPost("/undo-move", (Guid id, Undoing said, CaseReading reading, IUnitOfWork work, Asking asking) => DoAsync<UndoLifeEvent, Undoing, PersonId>(id, said, reading, asking, async (act, actor, token) =>
            await act.MoveAsync(await ReportAsync(id, said, work, asking), actor, token))).TakesKey().Called("undoMove", "Take back a move recorded by mistake: somebody else than who recorded it, with a paper.");
        one.MapPost("/take-over", (Guid id, TakingOver said, CaseReading reading, IUnitOfWork work, Asking asking) => DoAsync<TakeOverCase, TakingOver, PersonId>(id, said, reading, asking, async (act, actor, token) =>
        {
            await Uploads.RequireOwnAsync(work, asking, said.Successor.ProofFile, "successor.proofFile");
            await Uploads.RequireOwnAsync(work, asking, said.OtherProof, "otherProof");
            var account = new PayeeReport(said.AccountName, said.AccountNumber, said.BankName, said.Successor.Proof)
            {
                Other = said.OtherReason is null && said.OtherProof is null ? null : new OtherHolder(Limited.Text(said.OtherReason, "otherReason", OtherHolder.MostReason), said.OtherProof),
            };
            return await act.TakeOverAsync(new(new(id), said.Successor.ToReport(), account), actor, token);
        })).TakesKey().Called("takeOver", "Let a member of the household go on for an applicant who died.");
        one.MapPost("/end", (Guid id, Ending said, CaseReading reading, Asking asking) => DoAsync<EndApplication, Ending, CaseId>(id, said, reading, asking, (act, actor, token) =>
            act.EndAsync(new(id), said.Reason, Limited.Text(said.Words, "words", 500), actor, token))).TakesKey().Called("endCase", "End the application: nobody takes over, or the registration left the city.");
        one.MapPost("/withdrawal", (Guid id, Withdrawal said, CaseReading reading, Asking asking) => DoAsync<EndApplication, Withdrawal, CaseId>(id, said, reading, asking, (act, actor, token) =>
            act.EndAsync(new(id), EndReason.Withdrawn, Limited.Text(said.Reasons, "reasons", 1000), actor, token))).TakesKey().Called("withdrawCase", "Withdraw the application for its applicant.");
        one.MapPost("/reconsideration", (Guid id, Reconsider said, CaseReading reading, Asking asking) => DoAsync<RequestReconsideration, Reconsider, CaseId>(id, said, reading, asking, (act, actor, token) =>
            act.RequestAsync(new(id), Limited.Text(said.Reasons, "reasons", 1000), actor, token))).TakesKey().Called("reconsiderCase", "Ask for reconsideration for the applicant.");
        one.MapPost("/agency", (Guid id, AskingAgency said, CaseReading reading, IUnitOfWork work, Asking asking) => DoAsync<AskAgency, AskingAgency, AgencyWaitId>(id, said, reading, asking, async (act, actor, token) =>
        {
            await Uploads.RequireOwnAsync(work, asking, said.Paper, "paper");
            if (!await work.Db.Set<ReviewTask>().AnyAsync(task => task.Id == said.Task && task.CaseId == new CaseId(id), token))
                throw new RefusedException("task.unknown", "task");
            return await act.AskAsync(new(said.Task, Limited.Text(said.Agency, "agency", AgencyWait.MostAgency), Limited.Text(said.Reason, "reason", AgencyWait.MostWords), said.Paper), actor, token);
        })).TakesKey().Called("askAgency", "Ask another agency with a letter: the time of the step and of the whole case stands still until it answers.");
        one.MapPost("/agency-answer", (Guid id, AgencyAnswered said, CaseReading reading, IUnitOfWork work, Asking asking) => DoAsync<AskAgency, AgencyAnswered, AgencyWaitId>(id, said, reading, asking, async (act, actor, token) =>
        {
            await Uploads.RequireOwnAsync(work, asking, said.Paper, "paper");
            await RequireWaitAsync(work, id, said.Wait, token);
            return await act.AnswerAsync(new(said.Wait, Limited.Text(said.Answer, "answer", AgencyWait.MostWords), said.Paper), actor, token);
        })).TakesKey().Called("answerAgency", "Enter what another agency answered: the time runs on, and the days of waiting do not count.");
        one.MapPost("/hearing", (Guid id, CallingHearing said, CaseReading reading, IUnitOfWork work, Asking asking) => DoAsync<HoldHearing, CallingHearing, AgencyWaitId>(id, said, reading, asking, async (act, actor, token) =>
        {
            await Uploads.RequireOwnAsync(work, asking, said.Paper, "paper");
            if (!await work.Db.Set<ReviewTask>().AnyAsync(task => task.Id == said.Task && task.CaseId == new CaseId(id), token))
                throw new RefusedException("task.unknown", "task");
            return await act.CallAsync(new(said.Task, said.On, Limited.Text(said.Place, "place", AgencyWait.MostPlace), Limited.Text(said.Invited, "invited", AgencyWait.MostAgency),
                Limited.Text(said.Reason, "reason", AgencyWait.MostWords), said.Paper), actor, token);
        })).TakesKey().Called("callHearing", "Call a hearing where the service lets the time of the step stand still for one: the applicant is told, and the time stands still until its record is entered.");
        one.MapPost("/hearing-record", (Guid id, HearingHeld said, CaseReading reading, IUnitOfWork work, Asking asking) => DoAsync<HoldHearing, HearingHeld, AgencyWaitId>(id, said, reading, asking, async (act, actor, token) =>
        {
            await Uploads.RequireOwnAsync(work, asking, said.Paper, "paper");
            await RequireWaitAsync(work, id, said.Wait, token);
            return await act.RecordAsync(new(said.Wait, Limited.Text(said.Came, "came", AgencyWait.MostWords), said.Paper), actor, token);
        })).TakesKey().Called("recordHearing", "Enter the record of a hearing: the time runs on, and the days until then do not count.");
        one.MapPost("/hearing-off", (Guid id, CallingOff said, CaseReading reading, IUnitOfWork work, Asking asking) => DoAsync<HoldHearing, CallingOff, AgencyWaitId>(id, said, reading, asking, async (act, actor, token) =>
        {
            await RequireWaitAsync(work, id, said.Wait, token);
            return await act.CallOffAsync(said.Wait, Limited.Text(said.Reason, "reason", AgencyWait.MostWords), actor, token);
        })).TakesKey().Called("callOffHearing", "Call a hearing off: the applicant is told, and the time runs on.");
        one.MapPost("/move", (Guid id, Moving said, CaseReading reading, Asking asking) => DoAsync<RecordMove, Moving, PersonId>(id, said, reading, asking, (act, actor, token) =>
            act.RecordAsync(new(new(id), said.On, said.Village, Limited.Text(said.Elsewhere, "elsewhere", 200)), actor, token))).TakesKey().Called("recordMove", "Record that the registration moved. Out of the city, it ends nothing by itself.");
        one.MapPost("/copies", (Guid id, Copying said, CaseReading reading, Asking asking) => DoAsync<CopyCase, Copying, int>(id, said, reading, asking, (act, actor, token) =>
            act.CopyAsync(new(id), said.To.IsDefault ? [] : said.To, Limited.Text(said.Note, "note", CaseCopy.MostNote), actor, token))).TakesKey().Called("copyCase", "Send the case to colleagues for their information: once a person, by whoever has a task of it.");
        one.MapPost("/urge", async (Guid id, CaseReading reading, Asking asking) =>
        {
            await asking.OnceAsync<UrgeCase, int>(null, async (act, actor, token) =>
            {
                await CasesApi.RequireAsync(id, reading, asking);
                return (await act.UrgeAsync(new(id), actor, token)).Length;
            });
            return new CaseChanged(new(id));
        }).TakesKey().Called("urgeCase", "Ask whoever has the case to get on with it.");
        one.MapPost("/hand-over", (Guid id, HandingOn said, CaseReading reading, Asking asking) => DoAsync<MoveCase, HandingOn, CaseId>(id, said, reading, asking, (act, actor, token) =>
            act.MoveAsync(new(id), said.To, Limited.Text(said.Why, "why", 1000), actor, token))).TakesKey().Called("handOver", "Hand the case over to another village. It may leave the area of whoever does.");
    }

    /// <exception cref="RefusedException">agency.unknown</exception>
    private static async Task RequireWaitAsync(IUnitOfWork work, Guid id, AgencyWaitId asked, CancellationToken cancellation)
    {
        if (!await work.Db.Set<AgencyWait>().AnyAsync(wait => wait.Id == asked && wait.CaseId == new CaseId(id), cancellation))
            throw new RefusedException("agency.unknown", "wait");
    }

    private static async Task<UndoReport> ReportAsync(Guid id, Undoing said, IUnitOfWork work, Asking asking)
    {
        await Uploads.RequireOwnAsync(work, asking, said.Paper, "paper");
        return new(new(id), Limited.Text(said.Why, "why", 1000), said.Paper);
    }

    private static async Task<CaseChanged> DoAsync<TAct, TSaid, TResult>(Guid id, TSaid said, CaseReading reading, Asking asking, Func<TAct, Actor, CancellationToken, Task<TResult>> run)
        where TAct : notnull
    {
        await asking.OnceAsync<TAct, TResult>(said, async (act, actor, token) =>
        {
            await CasesApi.RequireAsync(id, reading, asking);
            return await run(act, actor, token);
        });
        return new(new(id));
    }
}
