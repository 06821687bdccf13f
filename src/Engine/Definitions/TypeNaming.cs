using System.Text;

namespace AidWorkflow.Engine.Definitions;

internal static class TypeNaming
{
    /// <summary>"Subworkflow test" → SubworkflowTest; white space and underscores go and the letter behind them is raised.</summary>
    internal static string Pascalize(string name)
    {
        var text = new StringBuilder(name.Length);
        var raise = true;
        foreach (var letter in name)
        {
            if (letter == '_' || char.IsWhiteSpace(letter))
            {
                raise = true;
                continue;
            }

            text.Append(raise ? char.ToUpperInvariant(letter) : letter);
            raise = false;
        }

        return text.ToString();
    }
}
