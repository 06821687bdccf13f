using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Portal.Handling;

/// <summary>Clocks, deliveries and payments as officials name them.</summary>
internal static class HandlingWords
{
    public static LocalText Clock(string kind) => kind switch
    {
        ConfirmDelivery.ReconsiderationClock => new("申请复核期限", "Time to ask for reconsideration"),
        ServiceSteps.WholeCase => new("全案办理期限", "The whole case"),
        _ => SpokenSteps.Of(kind),
    };

    public static LocalText Of(CaseClockRow clock) => clock switch
    {
        { Lapsed: true, Kind: ConfirmDelivery.ReconsiderationClock } => new("已届满，未申请", "lapsed, not used"),
        { Lapsed: true } => new("已届满，未补正", "lapsed, nothing supplied"),
        { Late: true } => new("已办，逾期", "done, late"),
        { BeforeDelivery: true, State: ClockState.Running } => new("未送达，暂计", "provisional until delivered"),
        { BeforeDelivery: true } => new("未送达，不计", "not counted: undelivered"),
        _ => Of(clock.State),
    };

    public static LocalText Of(ClockState state) => state switch
    {
        ClockState.Running => new("计时中", "running"),
        ClockState.Paused => new("暂停", "standing still"),
        ClockState.Met => new("已办", "done"),
        _ => new("不再适用", "no longer matters"),
    };

    public static LocalText Of(Holder holder) => holder switch
    {
        Holder.Us => new("本单位", "us"),
        Holder.Applicant => new("申请人", "the applicant"),
        Holder.OtherAgency => new("其他部门", "another agency"),
        Holder.Hearing => new("听证", "a hearing"),
        Holder.Hold => new("挂起", "on hold"),
        _ => new("公示", "the notice"),
    };

    public static LocalText Of(DeliveryMethod method) => method switch
    {
        DeliveryMethod.InPerson => new("当面送达", "handed over"),
        DeliveryMethod.Post => new("邮寄送达", "by post"),
        _ => new("电子送达", "electronically"),
    };

    public static LocalText Of(PaymentState state) => state switch
    {
        PaymentState.Ready => new("待编制名册", "waits for a roll"),
        PaymentState.InBatch => new("已列入名册", "on a roll"),
        PaymentState.Released => new("已放款，等银行结果", "sent, waiting for the bank"),
        PaymentState.Settled => new("已到账", "credited"),
        PaymentState.Returned => new("退票", "returned"),
        PaymentState.Unknown => new("银行结果不明", "the bank does not know yet"),
        PaymentState.Cancelled => new("已取消", "cancelled"),
        _ => new("已由新款项代替", "paid by another payment instead"),
    };

    public static LocalText Of(EndReason reason) => reason switch
    {
        EndReason.Died => new("申请人去世，无人承接", "The applicant died and nobody takes over"),
        EndReason.MovedAway => new("户籍迁出本市", "The registration left the city"),
        EndReason.Terminated => new("系统管理员终止", "An administrator ended it"),
        _ => new("申请人撤回", "The applicant withdraws"),
    };

    public static LocalText Of(RoundState state) => state switch
    {
        RoundState.Open => new("办理中", "in hand"),
        RoundState.Settled => new("已办", "done"),
        RoundState.Returned => new("退回", "gone back"),
        _ => new("已停止", "stopped"),
    };
}
