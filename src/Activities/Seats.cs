using System.Collections.Immutable;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Activities;

/// <summary>The inputs by which an author says who decides a step.</summary>
internal static class Seats
{
    internal static readonly Input<Role> Role = new("role")
    {
        Required = true,
        DisplayName = ("角色", "Role"),
        Description = ("由哪个角色办理", "The role that handles this step"),
        Options = [.. Enum.GetNames<Role>()],
        UiHint = "dropdown",
    };

    internal static readonly Input<UnitLevel> Level = new("level")
    {
        Required = true,
        DisplayName = ("层级", "Level"),
        Description = ("申请人户籍地哪一级单位", "Which level of unit above the applicant's registration"),
        Options = [.. Enum.GetNames<UnitLevel>()],
        UiHint = "dropdown",
    };

    internal static readonly Input<string[]> ReturnTo = new("returnTo", [])
    {
        DisplayName = ("可退回至", "May return to"),
        Description = ("可以退回的步骤名称", "Names of earlier steps the case may be returned to"),
        UiHint = "multitext",
    };

    internal static readonly Input<string[]> NotDecidersOf = new("notDecidersOf", [])
    {
        DisplayName = ("回避步骤", "Not the deciders of"),
        Description = ("在这些步骤作过决定的人不得办理", "People who decided these steps may not decide here"),
        UiHint = "multitext",
    };

    internal static ReviewPlan Plan(ActivityContext context, int seats = 1) => new()
    {
        Seats = [.. Enumerable.Repeat(new Seat(context.Get(Role), context.Get(Level)), seats)],
        ReturnTo = [.. context.Get(ReturnTo) ?? []],
        NotDecidersOf = [.. context.Get(NotDecidersOf) ?? []],
    };

    internal static ReviewPlan PlanOf(Role role, UnitLevel level) => new() { Seats = ImmutableArray.Create(new Seat(role, level)) };
}
