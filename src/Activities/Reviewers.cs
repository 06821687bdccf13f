using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Activities;

/// <summary>The inputs by which an author says who decides a step beyond one role at one level, and what to do where nobody is found.</summary>
internal static class Reviewers
{
    internal static readonly Input<JsonNode?> Rules = new("reviewers")
    {
        DisplayName = ("审批人规则", "Who decides"),
        Description = ("写明由谁办理的规则；也可以用表达式算出。不写则由上面的角色办理", "Rules of who decides, or an expression that makes them. Without them the role above decides"),
        UiHint = "json-editor",
        Check = Who.Check,
    };

    internal static readonly Input<Otherwise> NobodyFound = new("nobodyFound", Otherwise.Administrators)
    {
        DisplayName = ("找不到审批人时", "Where nobody is found"),
        Description = ("Administrators：告知系统管理员；Superior：交上级岗位", "Administrators: they are told; Superior: the role above is asked"),
        Options = [.. Enum.GetNames<Otherwise>()],
        UiHint = "dropdown",
    };

    internal static readonly Input<Otherwise> ApplicantFound = new("applicantFound", Otherwise.Administrators)
    {
        DisplayName = ("审批人是申请人或其亲属时", "Where it would be the applicant or a relative"),
        Description = ("Administrators：告知系统管理员；Superior：交上级岗位（付款环节除外）", "Administrators: they are told; Superior: the role above is asked, though never for a payment"),
        Options = [.. Enum.GetNames<Otherwise>()],
        UiHint = "dropdown",
    };

    internal static readonly Input<Repeat> Repeated = new("repeated", Repeat.AskAgain)
    {
        DisplayName = ("同一人已在前面同意时", "Where the same person agreed before"),
        Description = ("AskAgain：再次办理；CarryOver：沿用此前意见（仅限审核意见，退回后不沿用）", "AskAgain: they decide again; CarryOver: the earlier word counts, for opinions only and never after a return"),
        Options = [.. Enum.GetNames<Repeat>()],
        UiHint = "dropdown",
    };

    /// <exception cref="RefusedException">who.rules-wrong: an expression made something else than rules.</exception>
    internal static ReviewPlan Into(ActivityContext context, ReviewPlan plan, Role role, UnitLevel level)
    {
        var (rules, faults) = context.Get(Rules) is { } written ? Who.Read(written) : ([], []);
        if (!faults.IsEmpty)
            throw new RefusedException("who.rules-wrong", null, ("reason", new Cases.Forms.LocalText(string.Join("；", faults.Select(fault => fault.Zh)), string.Join("; ", faults.Select(fault => fault.En)))));
        return plan with
        {
            Seats = rules.IsEmpty ? plan.Seats : Who.Seats(rules, role, level),
            NobodyFound = context.Get(NobodyFound),
            ApplicantFound = context.Get(ApplicantFound),
            Repeated = context.Get(Repeated),
        };
    }
}
