using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Directory = AidWorkflow.Cases.Organisation.Directory;

namespace AidWorkflow.Cases.Meeting;

/// <summary>Who does what for a bureau's meetings, at exactly that unit: its reviewers and deciders prepare and compare, its deciders enter and return.</summary>
public sealed class MeetingPeople(Directory directory, TimeProvider time)
{
    /// <summary>Roles that see lists of their area.</summary>
    public static readonly ImmutableArray<Role> All = [Role.DistrictReviewer, Role.DistrictDecider, Role.CityChecker, Role.CityDecider];

    /// <summary>Whose tasks a unit's meeting decides.</summary>
    /// <exception cref="RefusedException">meeting.not-here: no bureau of that level decides aid.</exception>
    public static Role DeciderAt(UnitLevel level) => level switch
    {
        UnitLevel.District => Role.DistrictDecider,
        UnitLevel.City => Role.CityDecider,
        _ => throw new RefusedException("meeting.not-here", "unit"),
    };

    /// <summary>The roles of those who prepare and compare the lists of a bureau whose deciders have this one.</summary>
    public static Role[] Preparers(Role decider) => [decider, decider == Role.DistrictDecider ? Role.DistrictReviewer : Role.CityChecker];

    /// <exception cref="RefusedException">meeting.not-yours</exception>
    public Task RequirePreparerAsync(UnitId unit, Role decider, Actor actor, CancellationToken cancellation) =>
        RequireAsync(unit, actor, Preparers(decider), cancellation);

    /// <exception cref="RefusedException">meeting.not-yours</exception>
    public Task RequireDeciderAsync(MeetingList list, Actor actor, CancellationToken cancellation) => RequireAsync(list.UnitId, actor, [list.Decider], cancellation);

    /// <summary>Another than who entered it, account and person alike.</summary>
    /// <exception cref="RefusedException">meeting.not-yours, meeting.same-person</exception>
    public async Task RequireSecondAsync(MeetingList list, Actor actor, CancellationToken cancellation)
    {
        await RequirePreparerAsync(list.UnitId, list.Decider, actor, cancellation);
        if (list.EnteredBy == actor.Account || (list.EnteredPerson is { } person && person == actor.Person))
            throw new RefusedException("meeting.same-person", null, ("name", await directory.NameAsync(list.EnteredBy, cancellation)));
    }

    /// <summary>Whoever might compare what stands in the list: those whom <see cref="RequireSecondAsync"/> lets through.</summary>
    internal async Task<IReadOnlyList<Account>> SecondsAsync(MeetingList list, CancellationToken cancellation) =>
        [.. (await PreparersAsync(list, cancellation)).Where(account => account.Id != list.EnteredBy && (list.EnteredPerson is not { } person || account.PersonId != person))];

    /// <summary>Everybody who prepares the lists of its bureau.</summary>
    internal async Task<IReadOnlyList<Account>> PreparersAsync(MeetingList list, CancellationToken cancellation)
    {
        var (today, all) = (LocalDay.Today(time), new List<Account>());
        foreach (var role in Preparers(list.Decider))
            all.AddRange(await directory.HoldersAsync(role, list.UnitId, today, cancellation));
        return [.. all.DistinctBy(account => account.Id)];
    }

    private async Task RequireAsync(UnitId unit, Actor actor, Role[] anyOf, CancellationToken cancellation)
    {
        foreach (var role in anyOf)
            if (await directory.HoldsAsync(actor, role, unit, LocalDay.Today(time), cancellation))
                return;
        throw new RefusedException("meeting.not-yours");
    }
}
