using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Tests.Funding;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Tests.Paying;

/// <summary>The bank: answers a batch in the words of the demo template.</summary>
internal static class ReturnFiles
{
    public static async Task<byte[]> OfAsync(MoneyWorld world, BatchId batch, Func<Payment, string?> status)
    {
        var payments = await world.ReadAsync(db => db.Set<Payment>().AsNoTracking().Where(payment => payment.Batch == batch).OrderBy(payment => payment.Id).ToListAsync());
        return Of([.. payments.Where(payment => status(payment) is not null).Select(payment => (payment.EndToEndId, payment.Cents, status(payment)!))]);
    }

    public static byte[] Of(params (string Id, long Cents, string Status)[] lines)
    {
        var text = new StringBuilder("付款编号,金额,状态,原因\r\n");
        foreach (var (id, cents, status) in lines)
            text.Append($"{id},{Yuan.Of(cents)},{status},{(status == "退票" ? "账号户名不符" : "")}\r\n");
        text.Append($"合计,{lines.Length},{Yuan.Of(lines.Sum(line => line.Cents))}\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
