using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Protecting;

namespace AidWorkflow.Portal.Hosting;

/// <summary>Bank accounts are sealed as every protected field is.</summary>
internal sealed class AccountCipher(FieldProtector protector) : IAccountCipher
{
    public byte[] SealBytes(ReadOnlySpan<byte> value, string place) => protector.SealBytes(value, place);

    public byte[] OpenBytes(ReadOnlySpan<byte> sealedValue, string place) => protector.OpenBytes(sealedValue, place);
}
