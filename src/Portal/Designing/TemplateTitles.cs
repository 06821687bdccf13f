using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Portal.Messages;

namespace AidWorkflow.Portal.Designing;

/// <summary>What people call a message, its readers and its way.</summary>
internal static class TemplateTitles
{
    public static LocalText About(EditedTemplate template) => template.About switch
    {
        DocumentKinds.Approval when template.IsDocument => new("救助决定书", "Letter of approval"),
        DocumentKinds.Refusal when template.IsDocument => new("不予救助决定书", "Letter of refusal"),
        DocumentKinds.CompletionNotice when template.IsDocument => new("补正通知书", "Request to supplement"),
        DocumentKinds.NonAcceptance when template.IsDocument => new("不予受理通知书", "Letter of non-acceptance"),
        DocumentKinds.Ending when template.IsDocument => new("终止办理告知书", "Letter that ends a case"),
        _ => Begun(DeliveryWords.Of(template.About)),
    };

    /// <summary>Elsewhere these words stand within a sentence; here they begin one.</summary>
    private static LocalText Begun(LocalText words) => new(words.Zh, char.ToUpperInvariant(words.En[0]) + words.En[1..]);

    public static LocalText Way(EditedTemplate template) => template.IsDocument ? new("文书", "document") : template.Channel switch
    {
        Channel.Board => new("公告栏", "board"),
        Channel.Web => new("网页", "web page"),
        _ => DeliveryWords.Name(template.Channel),
    };

    public static LocalText Readers(EditedTemplate template) => template.Audience switch
    {
        Audience.Applicant => new("申请人", "applicant"),
        Audience.Staff => new("工作人员", "staff"),
        Audience.Public => new("公众", "public"),
        _ => new("申请人", "applicant"),
    };
}
