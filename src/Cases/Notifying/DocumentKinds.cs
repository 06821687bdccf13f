using System.Collections.Immutable;

namespace AidWorkflow.Cases.Notifying;

/// <summary>The numbered documents of a case: what each may say.</summary>
public static class DocumentKinds
{
    public const string Approval = "approval";
    public const string Refusal = "refusal";
    public const string CompletionNotice = "completion-notice";
    public const string NonAcceptance = "non-acceptance";
    public const string Ending = "ending";

    public static readonly ImmutableArray<string> All = [Approval, Refusal, CompletionNotice, NonAcceptance, Ending];

    private static readonly ImmutableArray<Variable> Common =
    [
        new("documentNumber", VariableKind.Text, false, []), new("receiptNumber", VariableKind.Text, false, []), new("serviceName", VariableKind.Text, false, []),
        new("name", VariableKind.Text, false, []), new("citizenIdMasked", VariableKind.Text, true, []), new("unitName", VariableKind.Text, false, []),
        new("unitAddress", VariableKind.Text, true, []), new("unitPhone", VariableKind.Text, true, []), new("issuedOn", VariableKind.Date, false, []),
        new("appliedOn", VariableKind.Date, false, []), new("legalBasis", VariableKind.List, false, []),
    ];

    /// <summary>Filled where the document may be looked at again: a refusal or a non-acceptance, each once. A template of any kind may ask.</summary>
    private static readonly ImmutableArray<Variable> Again = [new("reconsiderAt", VariableKind.Text, true, []), new("reconsiderBy", VariableKind.Text, true, [])];

    /// <summary>The meeting that decided; empty where a person decided singly.</summary>
    private static readonly ImmutableArray<Variable> Met = [new("meeting", VariableKind.Text, true, [])];

    /// <summary>The variables of a kind; null for an unknown kind.</summary>
    public static ImmutableArray<Variable>? Variables(string kind) => kind switch
    {
        Approval =>
        [
            .. Common, new("amount", VariableKind.Money, false, []), new("amountInWords", VariableKind.Text, true, []), new("payeeName", VariableKind.Text, false, []),
            new("payeeAccountTail", VariableKind.Text, false, []), new("explanation", VariableKind.Rows, false, ["label", "computation", "amount"]),
            .. Met, .. Again,
        ],
        Refusal => [.. Common, new("reason", VariableKind.Text, false, []), .. Met, .. Again],
        CompletionNotice => [.. Common, new("missing", VariableKind.List, false, []), new("dueOn", VariableKind.Date, false, []), new("provisional", VariableKind.Text, true, [])],
        NonAcceptance => [.. Common, new("reason", VariableKind.Text, false, []), new("applyAt", VariableKind.Text, true, []), .. Again],
        Ending => [.. Common, new("reason", VariableKind.Text, false, []), new("applyAt", VariableKind.Text, true, []), .. Again],
        _ => null,
    };
}
