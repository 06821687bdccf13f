using System.Runtime.CompilerServices;

namespace AidWorkflow.Engine.Expressions.JavaScript.Syntax;

/// <summary>Reads a script into a tree, by descent. What ECMAScript knows and we leave out is named as such, with its place.</summary>
internal sealed partial class Parser
{
    private const int LongestSource = 256 * 1024;
    private const int Deepest = 200;

    private readonly string _source;
    private readonly Lexer _lexer;
    private readonly SortedSet<int> _onlyInPatterns = [];
    private Token _token;
    private int _lastEnd;
    private int _depth;
    private bool _inIsOperator = true;

    private Parser(string source)
    {
        _source = source;
        _lexer = new Lexer(source);
        _token = _lexer.Next();
    }

    /// <summary>The statements of a script. One that fails as a block but is an object literal as a whole is read as that.</summary>
    public static Block Parse(string source)
    {
        if (source.Length > LongestSource)
            throw new ExpressionFaultException(ExpressionFault.Unsupported, 1, 1, $"The script is longer than {LongestSource} characters");
        try
        {
            return new Parser(source).ParseScript();
        }
        catch (ExpressionFaultException) when (Blank.TrimStart(source) is ['{', ..] && TryParseObject(source) is { } whole)
        {
            return whole;
        }
    }

    private static Block? TryParseObject(string source)
    {
        try
        {
            var parser = new Parser(source);
            var value = parser.ParseExpression();
            parser.EndStatement();
            return parser._token.Kind == TokenKind.End && parser._onlyInPatterns.Count == 0 ? new Block(0, [new ExpressionStatement(0, value)]) : null;
        }
        catch (ExpressionFaultException)
        {
            return null;
        }
    }

    private Block ParseScript()
    {
        var statements = new List<Node>();
        while (_token.Kind != TokenKind.End)
            statements.Add(ParseStatement(true));
        if (_onlyInPatterns.Count > 0)
            throw Fault(_onlyInPatterns.Min, "Invalid shorthand with a value");
        return new Block(0, statements);
    }

    private Token Take()
    {
        var taken = _token;
        _lastEnd = taken.End;
        _token = _lexer.Next();
        return taken;
    }

    private bool TakeIf(string sign)
    {
        if (!_token.Is(sign))
            return false;
        Take();
        return true;
    }

    private Token Demand(string sign)
    {
        if (!_token.Is(sign))
            throw Unexpected(_token, $"'{sign}' expected");
        return Take();
    }

    private Token DemandName()
    {
        if (_token.Kind != TokenKind.Name)
            throw Unexpected(_token, "a name expected");
        RefuseName(_token);
        return Take();
    }

    /// <summary>Names that mean something we do not have.</summary>
    private void RefuseName(Token name)
    {
        switch (name.Text)
        {
            case "arguments":
                throw Unsupported(name.Start, "'arguments' is not supported: use a rest parameter (...items)");
            case "eval":
                throw Unsupported(name.Start, "'eval' is not supported");
            case "let":
                throw Fault(name.Start, "Unexpected 'let'");
        }
    }

    private Token Peek()
    {
        var at = _lexer.At;
        var next = _lexer.Next();
        _lexer.At = at;
        return next;
    }

    private void EndStatement()
    {
        if (TakeIf(";") || _token.Is("}") || _token.Kind == TokenKind.End || _token.AfterLineEnd)
            return;
        throw Unexpected(_token);
    }

    private void Deepen(int at)
    {
        if (++_depth > Deepest || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Unsupported(at, "The script is nested too deeply");
    }

    private ExpressionFaultException Unexpected(Token token, string? wanted = null)
    {
        if (token is { Kind: TokenKind.Keyword, Text: "class" or "import" or "export" or "super" or "with" or "enum" or "debugger" or "extends" })
            return Unsupported(token.Start, $"'{token.Text}' is not supported");
        var seen = token.Kind == TokenKind.End ? "end of the script" : $"'{_source[token.Start..Math.Min(token.End, token.Start + 40)]}'";
        return Fault(token.Start, wanted is null ? $"Unexpected {seen}" : $"Unexpected {seen}: {wanted}");
    }

    private ExpressionFaultException Fault(int at, string reason) => Place.Fault(_source, at, ExpressionFault.Syntax, reason);

    private ExpressionFaultException Unsupported(int at, string reason) => Place.Fault(_source, at, ExpressionFault.Unsupported, reason);
}
