using System.Globalization;
using System.Text;
using QRCoder;

namespace AidWorkflow.Portal.OwnAccount;

/// <summary>How far somebody has come with the second factor.</summary>
/// <param name="Key">The key for the authenticator app while it is being set up; never shown again afterwards.</param>
public sealed record SecondFactorSetting(string UserName, bool On, string? Key, int RecoveryCodes)
{
    private const string Issuer = "Veterans aid";

    /// <summary>The key in groups of four, to be typed.</summary>
    public string Spelled => string.Join(' ', (Key ?? "").Chunk(4).Select(group => new string(group)));

    /// <summary>What an authenticator app opens.</summary>
    public string Link => $"otpauth://totp/{Uri.EscapeDataString($"{Issuer}:{UserName}")}?secret={Key}&issuer={Uri.EscapeDataString(Issuer)}&digits=6&period=30";

    /// <summary>The link as a QR code: how many modules wide, and the path of its dark ones. Drawn here, so that no other server ever sees a key.</summary>
    public (int Size, string Path) Drawing()
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(Link, QRCodeGenerator.ECCLevel.M);
        var (rows, path) = (code.ModuleMatrix, new StringBuilder());
        for (var y = 0; y < rows.Count; y++)
            for (var x = 0; x < rows.Count; x++)
                if (rows[y][x])
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
        return (rows.Count, path.ToString());
    }
}
