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

    /// <exception cref="RefusedException">meeting.not-yours</exception>
    public Task RequirePreparerAsync(UnitId unit, Role decider, Actor actor, CancellationToken cancellation) =>
        RequireAsync(unit, actor, [decider, decider == Role.DistrictDecider ? Role.DistrictReviewer : Role.CityChecker], cancellation);

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

    private async Task RequireAsync(UnitId unit, Actor actor, Role[] anyOf, CancellationToken cancellation)
    {
        foreach (var role in anyOf)
            if (await directory.HoldsAsync(actor, role, unit, LocalDay.Today(time), cancellation))
                return;
        throw new RefusedException("meeting.not-yours");
    }
}
