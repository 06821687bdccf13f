using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Paying;

namespace AidWorkflow.Portal.Keying;

internal static class KeyingWords
{
    public static LocalText Of(AnswerStatus status) => status switch
    {
        AnswerStatus.Settled => new("已到账", "credited"),
        AnswerStatus.Returned => new("退票", "returned"),
        _ => new("银行尚不确定", "the bank does not know yet"),
    };
}
