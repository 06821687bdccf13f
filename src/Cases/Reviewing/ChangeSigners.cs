using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Mending;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>Where a further signer comes.</summary>
public enum SignerPlace
{
    /// <summary>First; whoever added them waits (前加签).</summary>
    Before,

    /// <summary>At the same time (并加签).</summary>
    Beside,

    /// <summary>Once the signers of the stage have agreed (后加签).</summary>
    After,
}

/// <summary>
/// Adds signers to a round and removes them (加签, 减签). The case's own copy of the plan changes, never the definition. Whoever was added must agree, whatever the agreement of the round, and
/// in a vote votes with the others when beside them.
/// </summary>
public sealed class ChangeSigners(IUnitOfWork work, TaskDesk desk, CaseFiles files, CaseRuns runs, Rounds rounds, Ballots ballots, Nominees nominees, MendingRights rights, AuditTrail audit)
{
    /// <exception cref="RefusedException">What <see cref="TaskDesk"/> refuses, signer.not-here, give.nobody, give.stood-aside, signer.not-to, give.reason-missing, give.reason-too-long</exception>
    public async Task<RoundId> AddAsync(TaskId id, string userName, SignerPlace place, string words, Actor actor, CancellationToken cancellation)
    {
        var hand = await desk.TakeAsync(id, actor, cancellation);
        await desk.KeepAwayAsync(hand, cancellation);
        await desk.RequireOneSeatAsync(hand, cancellation);
        var (file, round) = (hand.File, hand.Round);
        if (hand.Task.Purpose == TaskPurpose.Advise || !DecideTask.Tallies(round.Kind) || round.Plan.SeatOf(hand.Task.SeatKey) is not { } mine)
            throw new RefusedException("signer.not-here");
        var (nominated, aside, refusals) = (await nominees.ToSignAsync(hand, cancellation), await nominees.StoodAsideAsync(file, cancellation), new Refusals());
        var (chosen, read) = (refusals.Try(() => GivenWords.Find(nominated, aside, userName, "signer.not-to")), refusals.Try(() => GivenWords.Read(words)));
        refusals.ThrowIfAny();
        var (to, said) = (chosen!, read!);
        var seats = round.Plan.Seats;
        var after = mine.Stage + 1;
        while (seats.Where(seat => seat.Stage == after).ToList() is { Count: > 0 } stage && stage.TrueForAll(seat => seat.AddedBy is not null))
            after++; // signers act in the order in which they were added
        if (place == SignerPlace.After)
            seats = [.. seats.Select(seat => seat.Stage >= after ? seat with { Stage = seat.Stage + 1 } : seat)];
        var added = new Seat(to.Role, to.Level)
        {
            Key = $"+{1 + seats.Where(seat => seat.Key.StartsWith('+')).Select(seat => int.Parse(seat.Key, System.Globalization.CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max()}",
            Person = to.Account,
            Unit = to.Unit,
            Stage = place == SignerPlace.After ? after : mine.Stage,
            Before = place == SignerPlace.Before ? mine.Key : null,
            AddedBy = hand.By,
            AddedWith = said,
        };
        if (hand.Task.AssigneeId is null)
            hand.Task.Claim(hand.By, file.Now); // whoever adds a signer has it in hand
        round.Replan(round.Plan with { Seats = seats.Add(added) });
        audit.Record(file.AuditStream, "signer.added", actor, ("round", round.Id.ToString()), ("step", round.Step), ("to", to.Account.ToString()), ("place", place.ToString()), ("words", said));
        await rounds.AdvanceAsync(file, round, Tally.Of(round.Plan, (await ballots.OfAsync(round, cancellation)).Select(one => one.Ballot)), cancellation);
        return round.Id;
    }

    /// <summary>Takes out a signer who has not acted. Whoever added them may, and the administrators of the area.</summary>
    /// <exception cref="RefusedException">round.closed, signer.unknown, signer.has-acted, signer.last, signer.settles, case.on-hold, mending.not-yours</exception>
    public async Task<RoundId> RemoveAsync(RoundId id, string seatKey, string words, Actor actor, CancellationToken cancellation)
    {
        var of = await work.Db.Set<Round>().AsNoTracking().Where(round => round.Id == id).Select(round => (CaseId?)round.CaseId).FirstOrDefaultAsync(cancellation) ?? throw new RefusedException("signer.unknown");
        var file = await files.LoadAsync(of, actor, cancellation);
        var round = file.OpenRound(id);
        if (!file.Case.IsOpen || round.Plan.SeatOf(seatKey) is not { } seat)
            throw new RefusedException("signer.unknown");
        if (file.Case.HeldAt is not null)
            throw new RefusedException("case.on-hold");
        if (seat.AddedBy is null || seat.AddedBy != actor.Account)
            await rights.RequireAsync(actor, of, cancellation);
        var said = (await ballots.OfAsync(round, cancellation)).ConvertAll(one => one.Ballot);
        if (said.Exists(ballot => ballot.Seat == seatKey))
            throw new RefusedException("signer.has-acted");
        if (seat.AddedBy is null && !round.Plan.Seats.Any(other => other.Key != seatKey && other.Stage == seat.Stage && other.AddedBy is null))
            throw new RefusedException("signer.last");
        var reason = GivenWords.Read(words);

        var plan = round.Plan with { Seats = round.Plan.Seats.Remove(seat) };
        var tally = Tally.Of(plan, said);
        if (tally.State != TallyState.Open && round.Kind == RoundKind.Decision)
            throw new RefusedException("signer.settles"); // money is granted by whoever decides, and not by taking somebody out
        round.Replan(plan);
        audit.Record(file.AuditStream, "signer.removed", actor, ("round", round.Id.ToString()), ("step", round.Step), ("seat", seatKey), ("of", seat.Person?.ToString()), ("words", reason));
        Rounds.Remove(file, round, seatKey);
        if ((Conclusions.Port(tally.State) ?? await rounds.AdvanceAsync(file, round, tally, cancellation)) is { } outcome)
            await rounds.SettleAndGoOnAsync(file, round, outcome, runs, cancellation);
        return id;
    }
}
