namespace AidWorkflow.Engine.Expressions.JavaScript.Syntax;

internal sealed partial class Parser
{
    private Node ParsePrimary()
    {
        var start = _token;
        switch (start.Kind)
        {
            case TokenKind.Number:
                Take();
                return new Literal(start.Start, JsValue.Of(start.Number));
            case TokenKind.String:
                Take();
                return new Literal(start.Start, JsValue.Of(start.Text));
            case TokenKind.TemplateHead or TokenKind.TemplateTail:
                return ParseTemplate();
            case TokenKind.Name:
                return new Name(start.Start, DemandName().Text);
            case TokenKind.Punctuator when start.Text == "(":
                return ParseParenthesised();
            case TokenKind.Punctuator when start.Text == "[":
                return ParseArray();
            case TokenKind.Punctuator when start.Text == "{":
                return ParseObject();
            case TokenKind.Punctuator when start.Text is "/" or "/=":
                var (pattern, flags, end) = _lexer.ReadRegex(start);
                _lastEnd = end;
                _token = _lexer.Next();
                return new RegexLiteral(start.Start, pattern, flags);
            case TokenKind.Keyword:
                return ParseKeyword(start);
            default:
                throw Unexpected(start);
        }
    }

    private Node ParseKeyword(Token start)
    {
        switch (start.Text)
        {
            case "true" or "false":
                Take();
                return new Literal(start.Start, JsValue.Of(start.Text == "true"));
            case "null":
                Take();
                return new Literal(start.Start, JsValue.Null);
            case "this":
                Take();
                return new This(start.Start);
            case "function":
                return ParseFunction(FunctionKind.Expression);
            default:
                throw Unexpected(start);
        }
    }

    private Template ParseTemplate()
    {
        var start = _token;
        var texts = new List<string>();
        var values = new List<Node>();
        while (_token.Kind == TokenKind.TemplateHead)
        {
            texts.Add(Take().Text);
            var outer = _inIsOperator;
            _inIsOperator = true;
            values.Add(ParseExpression());
            _inIsOperator = outer;
            if (!_token.Is("}"))
                throw Unexpected(_token, "'}' expected");
            _token = _lexer.ContinueTemplate(_token);
        }
        if (_token.Kind != TokenKind.TemplateTail)
            throw Unexpected(_token);
        texts.Add(Take().Text);
        return new Template(start.Start, texts, values);
    }

    /// <summary>Parentheses: an expression, or the parameters of an arrow, told apart by what follows them.</summary>
    private Node ParseParenthesised()
    {
        var start = Demand("(").Start;
        var outer = _inIsOperator;
        _inIsOperator = true;
        var items = new List<Node>();
        var onlyArrow = _token.Is(")") ? _token : default(Token?);
        while (!_token.Is(")"))
        {
            if (_token.Is("..."))
            {
                onlyArrow = _token;
                var at = Take().Start;
                items.Add(new Rest(at, ParseTarget()));
                break;
            }
            items.Add(ParseAssignment());
            if (!_token.Is(","))
                break;
            var comma = Take();
            if (_token.Is(")"))
                onlyArrow = comma;
        }
        _inIsOperator = outer;
        Demand(")");
        if (_token.Is("=>"))
            return new ArrowHead(start, items);
        if (onlyArrow is { } odd)
            throw Unexpected(odd);
        return new Parenthesised(start, items.Count == 1 ? items[0] : new Sequence(start, items));
    }

    private ArrayLiteral ParseArray()
    {
        var start = Demand("[").Start;
        var outer = _inIsOperator;
        _inIsOperator = true;
        var items = new List<Node?>();
        while (!_token.Is("]"))
        {
            if (TakeIf(","))
            {
                items.Add(null);
                continue;
            }
            items.Add(ParseItem());
            if (!_token.Is("]"))
                Demand(",");
        }
        _inIsOperator = outer;
        Take();
        return new ArrayLiteral(start, items);
    }

    private ObjectLiteral ParseObject()
    {
        var start = Demand("{").Start;
        var outer = _inIsOperator;
        _inIsOperator = true;
        var members = new List<Member>();
        while (!_token.Is("}"))
        {
            members.Add(ParseMember());
            if (!_token.Is("}"))
                Demand(",");
        }
        _inIsOperator = outer;
        Take();
        return new ObjectLiteral(start, members);
    }

    private Member ParseMember()
    {
        var start = _token;
        if (TakeIf("..."))
            return new Member(null, false, ParseAssignment(), start.Start);
        if (start.Is("*"))
            throw Unsupported(start.Start, "Generators are not supported");
        if (start.Kind == TokenKind.Name && start.Text is "get" or "set" or "async" && Peek() is var next
            && (next.Kind is TokenKind.Name or TokenKind.Keyword or TokenKind.String or TokenKind.Number || next.Is("[") || next.Is("*")))
        {
            throw Unsupported(start.Start, start.Text == "async" ? "Asynchronous functions are not supported" : "Getters and setters are not supported");
        }

        var (key, isComputed) = ParseMemberKey();
        if (_token.Is("("))
        {
            var method = ParseFunctionRest(start.Start, KeyText(key), FunctionKind.Method, seesItself: false);
            return new Member(key, isComputed, method, start.Start);
        }
        if (TakeIf(":"))
        {
            if (!isComputed && KeyText(key) == "__proto__")
                throw Unsupported(start.Start, "'__proto__' is not supported: use Object.create");
            return new Member(key, isComputed, Named(key, ParseAssignment(), isComputed), start.Start);
        }
        if (start.Kind != TokenKind.Name || isComputed)
            throw Unexpected(_token);
        RefuseName(start);
        var shorthand = new Name(start.Start, start.Text);
        if (!_token.Is("="))
            return new Member(key, false, shorthand, start.Start);

        // {a = 1}: allowed only if this turns out to be a pattern.
        _onlyInPatterns.Add(start.Start);
        Take();
        return new Member(key, false, new Defaulted(start.Start, shorthand, Named(shorthand, ParseAssignment())), start.Start) { IsDefaulted = true };
    }

    private (Node Key, bool IsComputed) ParseMemberKey()
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Name or TokenKind.Keyword or TokenKind.String:
                Take();
                return (new Literal(token.Start, JsValue.Of(string.Intern(token.Text))), false);
            case TokenKind.Number:
                Take();
                return (new Literal(token.Start, JsValue.Of(Numerals.Write(token.Number))), false);
            case TokenKind.Punctuator when token.Text == "[":
                Take();
                var key = ParseAssignment();
                Demand("]");
                return (key, true);
            default:
                throw Unexpected(token, "the name of a member expected");
        }
    }

    private static string KeyText(Node key) => key is Literal literal ? literal.Value.Text ?? "" : "";
}
