using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Cases.Acting;

public readonly record struct CaseId(Guid Value) : ITypedId<CaseId>
{
    public static CaseId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct PersonId(Guid Value) : ITypedId<PersonId>
{
    public static PersonId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct HouseholdId(Guid Value) : ITypedId<HouseholdId>
{
    public static HouseholdId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct UnitId(Guid Value) : ITypedId<UnitId>
{
    public static UnitId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct AccountId(Guid Value) : ITypedId<AccountId>
{
    public static AccountId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct RoundId(Guid Value) : ITypedId<RoundId>
{
    public static RoundId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct TaskId(Guid Value) : ITypedId<TaskId>
{
    public static TaskId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct DecisionId(Guid Value) : ITypedId<DecisionId>
{
    public static DecisionId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct ClockId(Guid Value) : ITypedId<ClockId>
{
    public static ClockId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct FundId(Guid Value) : ITypedId<FundId>
{
    public static FundId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct BatchId(Guid Value) : ITypedId<BatchId>
{
    public static BatchId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct PaymentId(Guid Value) : ITypedId<PaymentId>
{
    public static PaymentId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct StoredFileId(Guid Value) : ITypedId<StoredFileId>
{
    public static StoredFileId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct ServiceVersionId(Guid Value) : ITypedId<ServiceVersionId>
{
    public static ServiceVersionId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct NoticeId(Guid Value) : ITypedId<NoticeId>
{
    public static NoticeId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct VisitId(Guid Value) : ITypedId<VisitId>
{
    public static VisitId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct IssuedDocumentId(Guid Value) : ITypedId<IssuedDocumentId>
{
    public static IssuedDocumentId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct MatterId(Guid Value) : ITypedId<MatterId>
{
    public static MatterId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct PetitionDocumentId(Guid Value) : ITypedId<PetitionDocumentId>
{
    public static PetitionDocumentId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct RegisterDayId(Guid Value) : ITypedId<RegisterDayId>
{
    public static RegisterDayId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct DutyPeriodId(Guid Value) : ITypedId<DutyPeriodId>
{
    public static DutyPeriodId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct PolicyAnswerId(Guid Value) : ITypedId<PolicyAnswerId>
{
    public static PolicyAnswerId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct RouteRuleId(Guid Value) : ITypedId<RouteRuleId>
{
    public static RouteRuleId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct ReplyDutyId(Guid Value) : ITypedId<ReplyDutyId>
{
    public static ReplyDutyId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct MatterLinkId(Guid Value) : ITypedId<MatterLinkId>
{
    public static MatterLinkId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct MatterRecusalId(Guid Value) : ITypedId<MatterRecusalId>
{
    public static MatterRecusalId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct AppointmentId(Guid Value) : ITypedId<AppointmentId>
{
    public static AppointmentId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>What somebody was served in and may rate: an application by the id of its case, a matter of the visit desk by its own.</summary>
public readonly record struct RatedId(Guid Value) : ITypedId<RatedId>
{
    public static RatedId Of(Guid value) => new(value);

    public static RatedId Of(CaseId application) => new(application.Value);

    public static RatedId Of(MatterId matter) => new(matter.Value);

    public override string ToString() => Value.ToString();
}
