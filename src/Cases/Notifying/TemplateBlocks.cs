using System.Collections.Immutable;

namespace AidWorkflow.Cases.Notifying;

/// <summary>Holds a template's blocks and variables against what its event has.</summary>
internal static class TemplateBlocks
{
    private static readonly string[] Places = ["@index", "@first", "@last"];

    private sealed record Block(string Helper, int Line, Variable? Each)
    {
        public bool HadElse { get; set; }
    }

    public static void Check(ImmutableArray<TemplateToken> tokens, ImmutableArray<Variable> variables, Action<int, string, ImmutableArray<(string, object?)>> fault)
    {
        var open = new Stack<Block>();
        foreach (var token in tokens.Where(token => token.Kind != TokenKind.Text))
            switch (token.Kind)
            {
                case TokenKind.Expression:
                    Expression(token, Within(open), variables, fault);
                    break;
                case TokenKind.Open:
                    open.Push(Open(token, Within(open), variables, fault));
                    break;
                case TokenKind.Else when open.Count > 0 && !open.Peek().HadElse:
                    open.Peek().HadElse = true;
                    break;
                case TokenKind.Close when open.Count > 0 && open.Peek().Helper == token.Text:
                    open.Pop();
                    break;
                case TokenKind.Close when open.Count > 0:
                    fault(token.Line, "template.block-crossed", [("block", token.Text), ("open", open.Peek().Helper), ("line", open.Peek().Line)]);
                    open.Pop();
                    break;
                default:
                    fault(token.Line, "template.block-unopened", [("block", token.Text)]);
                    break;
            }

        foreach (var block in open)
            fault(block.Line, "template.block-unclosed", [("block", block.Helper)]);
    }

    private static Variable? Within(Stack<Block> open) => open.FirstOrDefault(block => block.Each is not null)?.Each;

    private static Block Open(TemplateToken token, Variable? within, ImmutableArray<Variable> variables, Action<int, string, ImmutableArray<(string, object?)>> fault)
    {
        var words = token.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var helper = words.Length > 0 ? words[0] : "";
        if (helper is not ("if" or "unless" or "each"))
        {
            fault(token.Line, "template.unknown-helper", [("helper", helper)]);
            return new Block(helper, token.Line, null);
        }

        if (words.Length != 2)
        {
            fault(token.Line, "template.one-argument", [("helper", helper)]);
            return new Block(helper, token.Line, null);
        }

        if (helper != "each")
        {
            if (!Known(words[1], within, variables))
                fault(token.Line, "template.unknown-variable", Named(words[1], within, variables));
            return new Block(helper, token.Line, null);
        }

        var list = variables.FirstOrDefault(variable => variable.Name == words[1] && variable.Kind is VariableKind.List or VariableKind.Rows);
        if (list is null)
            fault(token.Line, "template.not-a-list", [("name", words[1])]);
        return new Block(helper, token.Line, list);
    }

    private static void Expression(TemplateToken token, Variable? within, ImmutableArray<Variable> variables, Action<int, string, ImmutableArray<(string, object?)>> fault)
    {
        if (token.Text.StartsWith('>'))
            fault(token.Line, "template.partial", []);
        else if (token.Text.StartsWith('&'))
            fault(token.Line, "template.unescaped", []);
        else if (token.Text.Any(char.IsWhiteSpace) || token.Text.Contains('(', StringComparison.Ordinal))
            fault(token.Line, "template.unknown-helper", [("helper", token.Text.Split(' ', '(')[0])]);
        else if (!Known(token.Text, within, variables))
            fault(token.Line, "template.unknown-variable", Named(token.Text, within, variables));
    }

    private static bool Known(string name, Variable? within, ImmutableArray<Variable> variables)
    {
        if (within is null)
            return variables.Any(variable => variable.Name == name);
        if (name.StartsWith("../", StringComparison.Ordinal))
            return variables.Any(variable => variable.Name == name[3..]);
        return Places.Contains(name, StringComparer.Ordinal)
            || (within.Kind == VariableKind.List ? name == "this" : within.Columns.Contains(name.StartsWith("this.", StringComparison.Ordinal) ? name[5..] : name, StringComparer.Ordinal));
    }

    private static ImmutableArray<(string, object?)> Named(string name, Variable? within, ImmutableArray<Variable> variables) =>
        [("name", name), ("known", string.Join(", ", within is { Kind: VariableKind.Rows } ? within.Columns : variables.Select(variable => variable.Name)))];
}
