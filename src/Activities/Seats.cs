using System.Collections.Immutable;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Activities;

/// <summary>The inputs by which an author says who decides a step, and how several become one outcome.</summary>
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
        Description = ("可以退回的步骤名称；*：经过的任一步骤；previous：上一步骤", "Names of earlier steps the case may be returned to; *: any step it came through; previous: the step before"),
        NamesEarlier = true,
        UiHint = "multitext",
    };

    internal static readonly Input<string[]> NotDecidersOf = new("notDecidersOf", [])
    {
        DisplayName = ("回避步骤", "Not the deciders of"),
        Description = ("在这些步骤作过决定的人不得办理", "People who decided these steps may not decide here"),
        UiHint = "multitext",
    };

    /// <summary>Of <see cref="Together"/>.</summary>
    internal static ImmutableArray<InputDefinition> OfSeveral => [People, Together, PassesAt, Quorum, Opinion, Signed, Resubmission];

    private static readonly Input<int> People = new("people", 1)
    {
        DisplayName = ("人数", "How many people"),
        Description = ("由该角色的几名不同人员办理", "How many different people of the role take part"),
    };

    private static readonly Input<Together> Together = new("agreement", Activities.Together.AnyOne)
    {
        DisplayName = ("多人办理方式", "How they decide together"),
        Description = ("AnyOne：或签，一人办理即可；All：会签，全部同意；Sequence：依次；Vote：票签", "AnyOne: the first decides; All: everybody agrees; Sequence: one after the other; Vote: by weight"),
        Options = [.. Enum.GetNames<Together>()],
        UiHint = "dropdown",
    };

    private static readonly Input<string> PassesAt = new("passesAt", "1/2")
    {
        DisplayName = ("通过比例", "Passes at"),
        Description = ("票签通过所需的同意比例，如 2/3 或 60%", "The share that has to agree in a vote: 2/3 or 60%"),
    };

    private static readonly Input<string> Quorum = new("quorum", "0%")
    {
        DisplayName = ("法定参加比例", "Quorum"),
        Description = ("票签有效所需的参加比例，弃权计入", "The share that has to take part in a vote; abstentions count as taking part"),
    };

    private static readonly Input<OpinionDuty> Opinion = new("opinion", OpinionDuty.OnRefusal)
    {
        DisplayName = ("意见要求", "Opinion"),
        Description = ("OnRefusal：不同意和退回时必填；Always：一律必填", "OnRefusal: when refusing or returning; Always: in every case"),
        Options = [.. Enum.GetNames<OpinionDuty>()],
        UiHint = "dropdown",
    };

    private static readonly Input<bool> Signed = new("signed", false)
    {
        DisplayName = ("手写签名", "Signed by hand"),
        Description = ("办理时须手写签名", "Whoever decides signs by hand"),
    };

    private static readonly Input<Resubmission> Resubmission = new("resubmission", Cases.Reviewing.Resubmission.WalkAgain)
    {
        DisplayName = ("退回后再提交", "After a return"),
        Description = ("WalkAgain：重新逐步办理；StraightBack：直接回到退回人", "WalkAgain: through every step again; StraightBack: straight to whoever returned it"),
        Options = [.. Enum.GetNames<Resubmission>()],
        UiHint = "dropdown",
    };

    internal static ReviewPlan Plan(ActivityContext context, int seats = 1) => new()
    {
        Seats = [.. Enumerable.Repeat(new Seat(context.Get(Role), context.Get(Level)), seats)],
        ReturnTo = [.. context.Get(ReturnTo) ?? []],
        NotDecidersOf = [.. context.Get(NotDecidersOf) ?? []],
    };

    /// <exception cref="InvalidOperationException">A share or a number of people that means nothing: an incident says which.</exception>
    internal static ReviewPlan PlanOfSeveral(ActivityContext context)
    {
        var people = context.Get(People);
        if (people is < 1 or > MostPeople)
            throw new InvalidOperationException($"people: {people} is not a number from 1 to {MostPeople}");
        var together = context.Get(Together);
        var plan = Plan(context, people);
        return plan with
        {
            Agreement = together switch
            {
                Activities.Together.AnyOne => Agreement.AnyOne,
                Activities.Together.Vote => Agreement.Vote,
                _ => Agreement.All,
            },
            Seats = together == Activities.Together.Sequence ? [.. plan.Seats.Select((seat, at) => seat with { Stage = at })] : plan.Seats,
            DifferentPeople = people > 1,
            PassesAt = Share(context, PassesAt),
            Quorum = Share(context, Quorum),
            Opinion = context.Get(Opinion),
            Signed = context.Get(Signed),
            Resubmission = context.Get(Resubmission),
        };
    }

    internal static ReviewPlan PlanOf(Role role, UnitLevel level) => new() { Seats = ImmutableArray.Create(new Seat(role, level)) };

    /// <summary>More seats than any office fills; a slip of the keyboard would write thousands of tasks.</summary>
    private const int MostPeople = 50;

    private static Share Share(ActivityContext context, Input<string> input) =>
        Cases.Reviewing.Share.TryRead(context.Get(input)) ?? throw new InvalidOperationException($"{input.Name}: \"{context.Get(input)}\" is not a share such as 2/3 or 60%");
}

/// <summary>How an author says that several decide a step.</summary>
internal enum Together
{
    AnyOne,
    All,
    Sequence,
    Vote,
}
