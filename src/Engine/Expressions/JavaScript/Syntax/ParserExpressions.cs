namespace AidWorkflow.Engine.Expressions.JavaScript.Syntax;

internal sealed partial class Parser
{
    private static readonly Dictionary<string, int> Strengths = new(StringComparer.Ordinal)
    {
        ["??"] = 1,
        ["||"] = 2,
        ["&&"] = 3,
        ["|"] = 4,
        ["^"] = 5,
        ["&"] = 6,
        ["=="] = 7,
        ["!="] = 7,
        ["==="] = 7,
        ["!=="] = 7,
        ["<"] = 8,
        [">"] = 8,
        ["<="] = 8,
        [">="] = 8,
        ["in"] = 8,
        ["instanceof"] = 8,
        ["<<"] = 9,
        [">>"] = 9,
        [">>>"] = 9,
        ["+"] = 10,
        ["-"] = 10,
        ["*"] = 11,
        ["/"] = 11,
        ["%"] = 11,
        ["**"] = 12,
    };

    private static readonly HashSet<string> AssignmentSigns =
        ["=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", ">>>=", "&=", "|=", "^=", "&&=", "||=", "??="];

    private Node ParseExpression()
    {
        var first = ParseAssignment();
        if (!_token.Is(","))
            return first;
        var items = new List<Node> { first };
        while (TakeIf(","))
            items.Add(ParseAssignment());
        return new Sequence(first.At, items);
    }

    private Node ParseAssignment()
    {
        var start = _token;
        Deepen(start.Start);
        var result = ParseAssignmentAt(start);
        _depth--;
        return result;
    }

    private Node ParseAssignmentAt(Token start)
    {
        if (start.Kind == TokenKind.Name)
        {
            var next = Peek();
            if (next.Is("=>") && !next.AfterLineEnd)
                return ParseArrow(start.Start, [new Name(start.Start, DemandName().Text)]);
            if (start.Text is "async" && !next.AfterLineEnd && (next.Kind == TokenKind.Name || next.Is("function")))
                throw Unsupported(start.Start, "Asynchronous functions are not supported");
            if (start.Text is "await" or "yield" && !next.AfterLineEnd && next.Kind is TokenKind.Name or TokenKind.Number or TokenKind.String)
                throw Unsupported(start.Start, $"'{start.Text}' is not supported");
        }

        var left = ParseConditional();
        if (left is ArrowHead head)
        {
            return head.At == start.Start && !_token.AfterLineEnd
                ? ParseArrow(head.At, head.Items.Select(item => ToParameter(item)).ToList())
                : throw Unexpected(_token);
        }
        if (_token.Is("=>") && left is Call { Callee: Name { Text: "async" } })
            throw Unsupported(start.Start, "Asynchronous functions are not supported");
        if (_token.Kind != TokenKind.Punctuator || !AssignmentSigns.Contains(_token.Text))
            return left;

        var sign = _token.Text[..^1];
        var target = sign.Length == 0 ? ToPattern(left, declaring: false) : ToSimpleTarget(left);
        Take();
        var value = ParseAssignment();
        return new Assignment(start.Start, sign, target, sign is "" or "&&" or "||" or "??" && left is Name ? Named(target, value) : value);
    }

    private Node ParseConditional()
    {
        var test = ParseBinary(0);
        if (!_token.Is("?"))
            return test;
        Take();
        var outer = _inIsOperator;
        _inIsOperator = true;
        var yes = ParseAssignment();
        _inIsOperator = outer;
        Demand(":");
        return new Conditional(test.At, test, yes, ParseAssignment());
    }

    private Node ParseBinary(int weakest)
    {
        var left = ParseUnary();
        while (_token.Kind is TokenKind.Punctuator or TokenKind.Keyword && Strengths.TryGetValue(_token.Text, out var strength) && strength > weakest)
        {
            var sign = _token;
            if (sign.Text == "in" && !_inIsOperator)
                break;
            if (sign.Text == "**" && left is Unary)
                throw Fault(sign.Start, "A sign before '**' needs parentheses");
            Take();
            Deepen(sign.Start);
            var right = ParseBinary(sign.Text == "**" ? strength - 1 : strength);
            _depth--;
            if (MixesNullish(sign.Text, left) || MixesNullish(sign.Text, right))
                throw Fault(sign.Start, "'??' beside '||' or '&&' needs parentheses");
            left = left is ArrowHead ? throw Unexpected(sign) : new Binary(sign.Start, sign.Text, left, right);
        }
        return left;
    }

    private static bool MixesNullish(string sign, Node side) => side is Binary binary && sign switch
    {
        "??" => binary.Sign is "||" or "&&",
        "||" or "&&" => binary.Sign is "??",
        _ => false,
    };

    private Node ParseUnary()
    {
        var start = _token;
        if (start.Kind is not (TokenKind.Punctuator or TokenKind.Keyword))
            return ParsePostfix();
        switch (start.Text)
        {
            case "+" or "-" or "!" or "~" or "typeof" or "void" or "delete":
                Take();
                Deepen(start.Start);
                var operand = ParseUnary();
                _depth--;
                return new Unary(start.Start, start.Text, operand);
            case "++" or "--":
                Take();
                Deepen(start.Start);
                var target = ToSimpleTarget(ParseUnary());
                _depth--;
                return new Update(start.Start, true, start.Text == "++" ? 1 : -1, target);
            default:
                return ParsePostfix();
        }
    }

    private Node ParsePostfix()
    {
        var start = _token;
        var value = ParseChain();
        if (_token.AfterLineEnd || !(_token.Is("++") || _token.Is("--")))
            return value;
        var target = ToSimpleTarget(value);
        return new Update(start.Start, false, Take().Text == "++" ? 1 : -1, target);
    }

    private Node ParseChain()
    {
        var start = _token;
        var value = start.Is("new") ? ParseNew() : ParsePrimary();
        var isChain = false;
        while (value is not ArrowHead)
        {
            var sign = _token;
            if (sign.Is("."))
            {
                Take();
                value = new Access(sign.Start, value, DemandMemberName(), false);
            }
            else if (sign.Is("?."))
            {
                Take();
                isChain = true;
                value = _token.Is("(") ? new Call(sign.Start, value, ParseArguments(), true)
                    : _token.Is("[") ? new Access(sign.Start, value, ParseIndex(), true)
                    : new Access(sign.Start, value, DemandMemberName(), true);
            }
            else if (sign.Is("["))
            {
                value = new Access(sign.Start, value, ParseIndex(), false);
            }
            else if (sign.Is("("))
            {
                value = new Call(start.Start, value, ParseArguments(), false);
            }
            else if (sign.Kind is TokenKind.TemplateHead or TokenKind.TemplateTail)
            {
                throw Unsupported(sign.Start, "Tagged templates are not supported");
            }
            else
            {
                break;
            }
        }
        return isChain ? new Chain(start.Start, value) : value;
    }

    private New ParseNew()
    {
        var start = Take().Start;
        if (_token.Is("."))
            throw Unsupported(start, "'new.target' is not supported");
        Deepen(start);
        var callee = _token.Is("new") ? ParseNew() : ParsePrimary();
        while (true)
        {
            var sign = _token;
            if (sign.Is("."))
            {
                Take();
                callee = new Access(sign.Start, callee, DemandMemberName(), false);
            }
            else if (sign.Is("["))
            {
                callee = new Access(sign.Start, callee, ParseIndex(), false);
            }
            else
            {
                break;
            }
        }
        _depth--;
        if (_token.Is("?.") || callee is ArrowHead)
            throw Unexpected(_token);
        return new New(start, callee, _token.Is("(") ? ParseArguments() : []);
    }

    private Literal DemandMemberName()
    {
        if (_token.Kind is not (TokenKind.Name or TokenKind.Keyword))
            throw Unexpected(_token, "the name of a member expected");
        if (_token.Text == "__proto__")
            throw Unsupported(_token.Start, "'__proto__' is not supported: use Object.getPrototypeOf");
        var name = Take();
        return new Literal(name.Start, JsValue.Of(string.Intern(name.Text)));
    }

    private Node ParseIndex()
    {
        Demand("[");
        var outer = _inIsOperator;
        _inIsOperator = true;
        var key = ParseExpression();
        _inIsOperator = outer;
        Demand("]");
        return key;
    }

    private List<Node> ParseArguments()
    {
        Demand("(");
        var outer = _inIsOperator;
        _inIsOperator = true;
        var arguments = new List<Node>();
        while (!_token.Is(")"))
        {
            arguments.Add(ParseItem());
            if (!TakeIf(","))
                break;
        }
        _inIsOperator = outer;
        Demand(")");
        return arguments;
    }

    /// <summary>An argument or array item: an expression or a spread.</summary>
    private Node ParseItem()
    {
        var start = _token.Start;
        return TakeIf("...") ? new Spread(start, ParseAssignment()) : ParseAssignment();
    }
}
