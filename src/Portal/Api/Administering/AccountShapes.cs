using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Staffing;

namespace AidWorkflow.Portal.Api.Administering;

/// <summary>Somebody who is to work here, with the first role.</summary>
/// <param name="UserName">Begins with a lower-case letter; digits, dots and hyphens may follow.</param>
/// <param name="From">Today where none is named.</param>
/// <param name="LastDay">None where the role has no end.</param>
internal sealed record NewStaff(string UserName, string NameZh, string NameEn, Role Role, UnitId Unit, DateOnly? From = null, DateOnly? LastDay = null) : IAsked;

/// <summary>A role that an account is given.</summary>
/// <param name="From">Today where none is named.</param>
/// <param name="LastDay">None where the role has no end.</param>
internal sealed record NewRole(Role Role, UnitId Unit, DateOnly? From = null, DateOnly? LastDay = null) : IAsked;

/// <param name="On">The first day without it; today where none is named.</param>
internal sealed record EndOfRole(DateOnly? On = null) : IAsked;

/// <summary>A role that was given or ended.</summary>
internal sealed record RoleHeld(RoleAssignmentId Id);

/// <summary>An account that was changed.</summary>
internal sealed record AccountChanged(AccountId Id);

/// <summary>An account that was closed, with how many tasks went back to the colleagues.</summary>
internal sealed record AccountClosed(AccountId Id, int TasksGivenBack);

/// <summary>A password for one use: whoever signs in with it chooses their own. Told this once.</summary>
/// <param name="Until">It is good until then.</param>
internal sealed record InitialSignIn(AccountId Id, string UserName, string Password, DateTimeOffset Until);

/// <summary>A role that nobody else has at the unit, with the open tasks that nobody could do then.</summary>
internal sealed record AloneWith(Role Role, LocalText Unit, int Tasks);

/// <summary>What closing an account would leave behind.</summary>
/// <param name="Claimed">Tasks it has taken for itself: they go back to the colleagues.</param>
/// <param name="Named">Tasks that are theirs by name: they go back to the role.</param>
internal sealed record ClosingLeaves(int Claimed, int Named, ImmutableArray<AloneWith> Alone)
{
    public static ClosingLeaves Of(LeftBehind left) => new(left.Claimed, left.Named, [.. left.Alone.Select(one => new AloneWith(one.Role, one.Unit, one.Tasks))]);
}
