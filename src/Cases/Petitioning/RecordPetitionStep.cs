using System.Collections.Frozen;
using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;
using static AidWorkflow.Cases.Petitioning.PetitionEventKind;

namespace AidWorkflow.Cases.Petitioning;

/// <param name="Words">The body it went to, the reasons, how it was delivered.</param>
/// <param name="Seen">How many events the writer had before them; null where that is not said.</param>
public sealed record PetitionStepCommand(MatterId Matter, PetitionEventKind Kind, DateOnly On, int Days = 0, string Words = "", int? Seen = null);

/// <summary>Enters what happened to a petition. Who may enter what follows from who may do it: the desk receives and sends on, the authority accepts and answers, its head extends.</summary>
public sealed class RecordPetitionStep(PetitionFiles files, PetitionRuns runs, PetitionChecks checks, MatterSight sight, MatterHands hands, Calendars calendars, TimeProvider time)
{
    public const int MostWords = 4000;

    /// <summary>Where nothing else is said, the section for the protection of rights.</summary>
    private static readonly FrozenDictionary<PetitionEventKind, ImmutableArray<Role>> Doers = new Dictionary<PetitionEventKind, ImmutableArray<Role>>
    {
        [Forwarded] = [Role.DeskClerk, Role.RightsOfficer],
        [ObjectionAllowed] = [Role.DeskClerk, Role.RightsOfficer], // whoever sent it there takes it back
        [ObjectionDenied] = [Role.DeskClerk, Role.RightsOfficer],
        [Delivered] = [Role.DeskClerk, Role.RightsOfficer],
        [ReviewDelivered] = [Role.DeskClerk, Role.RightsOfficer],
        [ReReviewDelivered] = [Role.DeskClerk, Role.RightsOfficer],
        [ReviewAsked] = [Role.DeskClerk, Role.RightsOfficer],
        [ReReviewAsked] = [Role.DeskClerk, Role.RightsOfficer],
        [Withdrawn] = [Role.DeskClerk, Role.RightsOfficer],
        [Extended] = [Role.UnitHead],
        [Merged] = [], // an act of its own
        [MergeUndone] = [],
    }.ToFrozenDictionary();

    /// <summary>What cannot be entered without saying why, or to whom.</summary>
    private static readonly FrozenSet<PetitionEventKind> NeedsWords = new[] { Forwarded, Assigned, Objected, NotAccepted, Routed, Extended, Answered, Delivered, ReviewAnswered, ReviewDelivered, ReReviewAnswered, ReReviewDelivered, Withdrawn, CheckSentBack }.ToFrozenSet();

    public static ImmutableArray<Role> WhoMay(PetitionEventKind kind) => Doers.GetValueOrDefault(kind, [Role.RightsOfficer]);

    /// <exception cref="RefusedException">matter.unknown, matter.no-petition, petition.not-yours, petition.head-extends, petition.own-objection, matter.recused, petition.changed-meanwhile, petition.day-ahead, petition.words-missing, petition-document.deliver-it, petition-document.none-yet, and what <see cref="PetitionSteps"/> refuses</exception>
    public Task<PetitionStatus> RunAsync(PetitionStepCommand command, Actor actor, CancellationToken cancellation) => EnterAsync(command, isWithDocument: false, actor, cancellation);

    /// <summary>The delivery of an opinion whose document says so itself.</summary>
    internal Task<PetitionStatus> DeliverAsync(PetitionStepCommand command, Actor actor, CancellationToken cancellation) => EnterAsync(command, isWithDocument: true, actor, cancellation);

    /// <exception cref="RefusedException">matter.unknown, petition.not-yours, petition.head-extends, matter.recused</exception>
    internal async Task MayAsync(MatterId id, PetitionEventKind kind, Actor actor, CancellationToken cancellation)
    {
        if (!await (await sight.OfAsync(actor, [Role.DeskClerk, Role.RightsOfficer, Role.UnitHead], cancellation)).AnyAsync(matter => matter.Id == id, cancellation))
            throw new RefusedException("matter.unknown");
        var doers = kind is CheckAgreed or CheckSentBack ? await checks.RolesAsync(id, cancellation) : WhoMay(kind);
        if (doers.IsEmpty || !await (await sight.OfAsync(actor, doers, cancellation)).AnyAsync(matter => matter.Id == id, cancellation))
            throw new RefusedException(kind == Extended ? "petition.head-extends" : "petition.not-yours", null, ("what", PetitionWords.Of(kind)));
        await hands.RequireAsync(id, actor, cancellation);
    }

    private async Task<PetitionStatus> EnterAsync(PetitionStepCommand command, bool isWithDocument, Actor actor, CancellationToken cancellation)
    {
        await MayAsync(command.Matter, command.Kind, actor, cancellation);
        var file = await files.LoadAsync(command.Matter, cancellation);
        if (command.Seen is { } seen && seen != file.Story.Events.Count)
            throw new RefusedException("petition.changed-meanwhile", null, ("status", PetitionWords.Of(file.Story.Status)));
        if (command.Kind is ObjectionAllowed or ObjectionDenied && await files.WhoObjectedAsync(command.Matter, cancellation) == actor.Account)
            throw new RefusedException("petition.own-objection", "kind");
        if (!isWithDocument && PetitionPapers.DeliveredBy(command.Kind) is { } paper)
        {
            if (await files.UndeliveredAsync(command.Matter, paper.Kind, cancellation) is { } open)
                throw new RefusedException("petition-document.deliver-it", "kind", ("document", paper.Name), ("number", open));
            if (file.AwaitedPaper == paper)
                throw new RefusedException("petition-document.none-yet", "kind", ("document", paper.Name)); // the petitioner's time runs from a paper, not from a word of ours
        }

        var refusals = new Refusals();
        var now = time.GetUtcNow();
        refusals.Require(command.On <= LocalDay.Of(now), new("petition.day-ahead", "on", ("on", command.On)));
        refusals.Require(!NeedsWords.Contains(command.Kind) || command.Words.Trim().Length > 0, new("petition.words-missing", "words", ("what", PetitionWords.Of(command.Kind))));
        refusals.Require(command.Words.Length <= MostWords, new("text.too-long", "words", ("label", new Forms.LocalText("说明", "The words")), ("most", MostWords), ("length", command.Words.Length)));
        var next = new PetitionEvent(command.Kind, command.On, command.Kind == Extended ? command.Days : 0);
        refusals.Try(() => file.Story.Then(next));
        refusals.ThrowIfAny();

        files.Follow(file, next, command.Words.Trim(), await calendars.CurrentAsync(cancellation), actor, now);
        if (next.Kind == Withdrawn)
            await runs.EndAsync(file, "withdrawn", cancellation);
        else
            await runs.GoOnAsync(file, next.Kind, cancellation);
        return file.Story.Status;
    }
}
