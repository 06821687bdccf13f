namespace AidWorkflow.Engine.Expressions.JavaScript.Syntax;

internal sealed partial class Parser
{
    private Function ParseFunction(FunctionKind kind)
    {
        var start = Demand("function").Start;
        if (_token.Is("*"))
            throw Unsupported(_token.Start, "Generators are not supported");
        var name = kind == FunctionKind.Declaration || _token.Kind == TokenKind.Name ? DemandName().Text : "";
        return ParseFunctionRest(start, name, kind, seesItself: kind == FunctionKind.Expression && name.Length > 0);
    }

    /// <summary>Parameters and body.</summary>
    private Function ParseFunctionRest(int start, string name, FunctionKind kind, bool seesItself)
    {
        Demand("(");
        var outer = _inIsOperator;
        _inIsOperator = true;
        var parameters = new List<Node>();
        while (!_token.Is(")"))
        {
            var at = _token.Start;
            if (TakeIf("..."))
            {
                parameters.Add(new Rest(at, ParseTarget()));
                break;
            }
            parameters.Add(ParseTargetWithDefault());
            if (!_token.Is(")"))
                Demand(",");
        }
        Demand(")");
        var body = ParseFunctionBody();
        _inIsOperator = outer;
        return new Function(start, name, parameters, body, kind, _source[start.._lastEnd]) { SeesItself = seesItself };
    }

    private Function ParseArrow(int start, List<Node> parameters)
    {
        Demand("=>");
        var body = _token.Is("{") ? ParseFunctionBody() : ParseAssignment();
        return new Function(start, "", parameters, body, FunctionKind.Arrow, _source[start.._lastEnd]);
    }

    private Block ParseFunctionBody()
    {
        var jumpTargets = _jumpTargets;
        var inIsOperator = _inIsOperator;
        _jumpTargets = [];
        _inIsOperator = true;
        Deepen(_token.Start);
        var body = ParseBlock();
        _depth--;
        _jumpTargets = jumpTargets;
        _inIsOperator = inIsOperator;
        return body;
    }

    /// <summary>What a declaration declares: a name or a pattern of names.</summary>
    private Node ParseTarget()
    {
        if (_token.Kind == TokenKind.Name)
            return new Name(_token.Start, DemandName().Text);
        if (_token.Is("["))
        {
            Deepen(_token.Start);
            var pattern = ToPattern(ParseArray(), declaring: true);
            _depth--;
            return pattern;
        }
        if (_token.Is("{"))
        {
            Deepen(_token.Start);
            var pattern = ToPattern(ParseObject(), declaring: true);
            _depth--;
            return pattern;
        }
        throw Unexpected(_token, "a name or pattern expected");
    }

    private Node ParseTargetWithDefault()
    {
        var target = ParseTarget();
        return TakeIf("=") ? new Defaulted(target.At, target, Named(target, ParseAssignment())) : target;
    }

    private Node ToParameter(Node item) => item is Rest ? item : ToPattern(item, declaring: true);

    /// <summary>Reads an expression again as what can be assigned or declared.</summary>
    private Node ToPattern(Node node, bool declaring)
    {
        switch (node)
        {
            case Name or Access when node is Name || !declaring:
                return node;
            case Parenthesised { Inner: Name or Access or Parenthesised } wrapped when !declaring:
                return ToPattern(wrapped.Inner, false);
            case Assignment { Sign: "" } assignment:
                return new Defaulted(assignment.At, ToPattern(assignment.Target, declaring), assignment.Value);
            case Defaulted defaulted:
                return new Defaulted(defaulted.At, ToPattern(defaulted.Target, declaring), defaulted.Value);
            case ArrayLiteral array:
                return ToArrayPattern(array, declaring);
            case ObjectLiteral literal:
                return ToObjectPattern(literal, declaring);
            case ArrayPattern pattern:
                return declaring ? Redeclare(pattern) : pattern;
            case ObjectPattern pattern:
                return declaring ? Redeclare(pattern) : pattern;
            default:
                throw Fault(node.At, "This cannot be assigned to");
        }
    }

    private ArrayPattern ToArrayPattern(ArrayLiteral array, bool declaring)
    {
        var items = new List<Node?>();
        Node? rest = null;
        for (var index = 0; index < array.Items.Count; index++)
        {
            if (array.Items[index] is not Spread spread)
            {
                items.Add(array.Items[index] is { } item ? ToPattern(item, declaring) : null);
                continue;
            }
            if (index != array.Items.Count - 1 || spread.Value is Assignment)
                throw Fault(spread.At, "A rest item must be the last, without a value");
            rest = ToPattern(spread.Value, declaring);
        }
        return new ArrayPattern(array.At, items, rest);
    }

    private ObjectPattern ToObjectPattern(ObjectLiteral literal, bool declaring)
    {
        var members = new List<Member>();
        Node? rest = null;
        foreach (var member in literal.Members)
        {
            if (rest is not null || member.Value is Function { Kind: FunctionKind.Method })
                throw Fault(member.At, "This cannot stand in a pattern");
            if (member.IsDefaulted)
                _onlyInPatterns.Remove(member.At);
            var target = ToPattern(member.Value, declaring);
            if (member.Key is not null)
                members.Add(member with { Value = target });
            else
                rest = target is Name || (target is Access && !declaring) ? target : throw Fault(member.At, "A rest member must be a name");
        }
        return new ObjectPattern(literal.At, members, rest);
    }

    // Patterns nested in an assignment were read as assigning already; as parameters they must declare names only.
    private ArrayPattern Redeclare(ArrayPattern pattern) =>
        new(pattern.At, pattern.Items.Select(item => item is null ? null : ToPattern(item, true)).ToList(), pattern.Rest is null ? null : ToPattern(pattern.Rest, true));

    private ObjectPattern Redeclare(ObjectPattern pattern) =>
        new(pattern.At, pattern.Members.Select(member => member with { Value = ToPattern(member.Value, true) }).ToList(), pattern.Rest is null ? null : ToPattern(pattern.Rest, true));

    private Node ToSimpleTarget(Node node) => node switch
    {
        Name or Access => node,
        Parenthesised { Inner: Name or Access or Parenthesised } wrapped => ToSimpleTarget(wrapped.Inner),
        _ => throw Fault(node.At, "This cannot be assigned to"),
    };

    /// <summary>An anonymous function takes the name of what it is first assigned to.</summary>
    private static Node Named(Node target, Node value, bool isComputed = false)
    {
        if (value is Function { Name: "" } function && !isComputed)
            function.Name = target is Name name ? name.Text : target is Literal literal ? literal.Value.Text ?? "" : "";
        return value;
    }
}
