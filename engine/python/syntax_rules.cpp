// Long because it is one table: the grammar of Python 3.11, in the notation of syntax_grammar.h.
#include "python/syntax_grammar.h"

namespace relata::python {

// Authority: the names and the order of the rules are those of CPython's Grammar/python.gram, since the order decides which
// of several possible words a wrong program gets. Left recursion is written as repetition; type comments are left out.
const std::string_view statement_rules = R"(
file: statements? ENDMARKER
fstring: star_expressions
statements: statement+
statement: compound_stmt | simple_stmts
simple_stmts: ';'.simple_stmt+ [ ';' ] NEWLINE
simple_stmt: assignment | star_expressions | &'return' return_stmt | &( 'import' | 'from' ) import_stmt | &'raise' raise_stmt
  | 'pass' | &'del' del_stmt | &'yield' yield_expr | &'assert' assert_stmt | 'break' | 'continue' | &'global' global_stmt
  | &'nonlocal' nonlocal_stmt
compound_stmt: &( 'def' | '@' | 'async' ) function_def | &'if' if_stmt | &( 'class' | '@' ) class_def
  | &( 'with' | 'async' ) with_stmt | &( 'for' | 'async' ) for_stmt | &'try' try_stmt | &'while' while_stmt | match_stmt

assignment: NAME ':' expression [ '=' annotated_rhs ]
  | ( '(' single_target ')' | single_subscript_attribute_target ) ':' expression [ '=' annotated_rhs ]
  | ( star_targets '=' )+ annotated_rhs !'=' | single_target augassign ~ annotated_rhs | invalid_assignment
annotated_rhs: yield_expr | star_expressions
augassign: '+=' | '-=' | '*=' | '@=' | '/=' | '%=' | '&=' | '|=' | '^=' | '<<=' | '>>=' | '**=' | '//='
return_stmt: 'return' [ star_expressions ]
raise_stmt: 'raise' expression [ 'from' expression ] | 'raise'
global_stmt: 'global' ','.NAME+
nonlocal_stmt: 'nonlocal' ','.NAME+
del_stmt: 'del' del_targets &( ';' | NEWLINE ) | invalid_del_stmt
assert_stmt: 'assert' expression [ ',' expression ]
import_stmt: import_name | import_from
import_name: 'import' ','.dotted_as_name+
import_from: 'from' ( '.' | '...' )* dotted_name 'import' import_from_targets
  | 'from' ( '.' | '...' )+ 'import' import_from_targets
import_from_targets: '(' import_from_as_names [ ',' ] ')' | import_from_as_names !',' | '*' | invalid_import_from_targets
import_from_as_names: ','.import_from_as_name+
import_from_as_name: NAME [ 'as' NAME ]
dotted_as_name: dotted_name [ 'as' NAME ]
dotted_name: NAME ( '.' NAME )*

block: NEWLINE INDENT statements DEDENT | simple_stmts | invalid_block
decorators: ( '@' named_expression NEWLINE )+
class_def: decorators class_def_raw | class_def_raw
class_def_raw: invalid_class_def_raw | 'class' NAME [ '(' [ arguments ] ')' ] ':' block
function_def: decorators function_def_raw | function_def_raw
function_def_raw: invalid_def_raw | 'def' NAME &&'(' [ params ] ')' [ '->' expression ] &&':' block
  | 'async' 'def' NAME &&'(' [ params ] ')' [ '->' expression ] &&':' block

params: invalid_parameters | parameters
parameters: slash_no_default param_no_default* param_with_default* [ star_etc ]
  | slash_with_default param_with_default* [ star_etc ] | param_no_default+ param_with_default* [ star_etc ]
  | param_with_default+ [ star_etc ] | star_etc
slash_no_default: param_no_default+ '/' ',' | param_no_default+ '/' &')'
slash_with_default: param_no_default* param_with_default+ '/' ',' | param_no_default* param_with_default+ '/' &')'
star_etc: invalid_star_etc | '*' param_no_default param_maybe_default* [ kwds ]
  | '*' param_no_default_star_annotation param_maybe_default* [ kwds ] | '*' ',' param_maybe_default+ [ kwds ] | kwds
kwds: invalid_kwds | '**' param_no_default
param_no_default: a=param ',' => a | param &')'
param_no_default_star_annotation: param_star_annotation ',' | param_star_annotation &')'
param_with_default: param default ',' | param default &')'
param_maybe_default: param default? ',' | param default? &')'
param: NAME annotation?
param_star_annotation: NAME ':' star_expression
annotation: ':' expression
default: '=' expression | invalid_default

if_stmt: invalid_if_stmt | 'if' named_expression ':' block elif_stmt | 'if' named_expression ':' block [ else_block ]
elif_stmt: invalid_elif_stmt | 'elif' named_expression ':' block elif_stmt
  | 'elif' named_expression ':' block [ else_block ]
else_block: invalid_else_stmt | 'else' &&':' block
while_stmt: invalid_while_stmt | 'while' named_expression ':' block [ else_block ]
for_stmt: invalid_for_stmt | 'for' star_targets 'in' ~ star_expressions ':' block [ else_block ]
  | 'async' 'for' star_targets 'in' ~ star_expressions ':' block [ else_block ] | invalid_for_target
with_stmt: invalid_with_stmt_indent | 'with' '(' ','.with_item+ ','? ')' ':' block | 'with' ','.with_item+ ':' block
  | 'async' 'with' '(' ','.with_item+ ','? ')' ':' block | 'async' 'with' ','.with_item+ ':' block | invalid_with_stmt
with_item: expression 'as' star_target &( ',' | ')' | ':' ) | invalid_with_item | expression
try_stmt: invalid_try_stmt | 'try' &&':' block finally_block
  | 'try' &&':' block except_block+ [ else_block ] [ finally_block ]
  | 'try' &&':' block except_star_block+ [ else_block ] [ finally_block ]
except_block: invalid_except_stmt_indent | 'except' expression [ 'as' NAME ] ':' block | 'except' ':' block
  | invalid_except_stmt
except_star_block: invalid_except_star_stmt_indent | 'except' '*' expression [ 'as' NAME ] ':' block | invalid_except_stmt
finally_block: invalid_finally_stmt | 'finally' &&':' block

match_stmt: "match" subject_expr ':' NEWLINE INDENT case_block+ DEDENT | invalid_match_stmt
subject_expr: star_named_expression ',' star_named_expressions? | named_expression
case_block: invalid_case_block | "case" patterns guard? ':' block
guard: 'if' named_expression
patterns: open_sequence_pattern | pattern
pattern: as_pattern | or_pattern
as_pattern: or_pattern 'as' pattern_capture_target | invalid_as_pattern
or_pattern: '|'.closed_pattern+
closed_pattern: literal_pattern | capture_pattern | "_" | value_pattern | group_pattern | sequence_pattern | mapping_pattern
  | class_pattern
literal_pattern: signed_number !( '+' | '-' ) | complex_number | strings | 'None' | 'True' | 'False'
complex_number: signed_real_number '+' imaginary_number | signed_real_number '-' imaginary_number
signed_number: NUMBER | '-' NUMBER
signed_real_number: real_number | '-' real_number
real_number: a=NUMBER =! real a
imaginary_number: a=NUMBER =! imaginary a
capture_pattern: pattern_capture_target
pattern_capture_target: !"_" NAME !( '.' | '(' | '=' )
value_pattern: attr !( '.' | '(' | '=' )
attr: NAME ( '.' NAME )+
name_or_attr: NAME ( '.' NAME )*
group_pattern: '(' pattern ')'
sequence_pattern: '[' maybe_sequence_pattern? ']' | '(' open_sequence_pattern? ')'
open_sequence_pattern: maybe_star_pattern ',' maybe_sequence_pattern?
maybe_sequence_pattern: ','.maybe_star_pattern+ ','?
maybe_star_pattern: star_pattern | pattern
star_pattern: '*' pattern_capture_target | '*' "_"
mapping_pattern: '{' '}' | '{' double_star_pattern ','? '}' | '{' items_pattern ',' double_star_pattern ','? '}'
  | '{' items_pattern ','? '}'
items_pattern: ','.key_value_pattern+
key_value_pattern: ( literal_pattern | attr ) ':' pattern
double_star_pattern: '**' pattern_capture_target
class_pattern: name_or_attr '(' ')' | name_or_attr '(' positional_patterns ','? ')'
  | name_or_attr '(' keyword_patterns ','? ')' | name_or_attr '(' positional_patterns ',' keyword_patterns ','? ')'
  | invalid_class_pattern
positional_patterns: ','.pattern+
keyword_patterns: ','.keyword_pattern+
keyword_pattern: NAME '=' pattern
)";

const std::string_view expression_rules = R"(
expressions: expression ( ',' expression )+ [ ',' ] => "tuple" | expression ',' => "tuple" | expression
expression: invalid_expression | invalid_legacy_expression
  | disjunction 'if' disjunction 'else' expression => "conditional expression" | disjunction | lambdef
yield_expr: 'yield' 'from' expression => "yield expression" | 'yield' [ star_expressions ] => "yield expression"
star_expressions: star_expression ( ',' star_expression )+ [ ',' ] => "tuple" | star_expression ',' => "tuple"
  | star_expression
star_expression: '*' bitwise_or => "starred" | expression
star_named_expressions: ','.star_named_expression+ [ ',' ]
star_named_expression: '*' bitwise_or => "starred" | named_expression
assignment_expression: NAME ':=' ~ expression => "named expression"
named_expression: assignment_expression | invalid_named_expression | a=expression !':=' => a
disjunction: conjunction ( 'or' conjunction )+ => "expression" | conjunction
conjunction: inversion ( 'and' inversion )+ => "expression" | inversion
inversion: 'not' inversion => "expression" | comparison
comparison: bitwise_or compare_op_bitwise_or_pair+ => "comparison" | bitwise_or
compare_op_bitwise_or_pair: '==' bitwise_or | '!=' bitwise_or | '<=' bitwise_or | '<' bitwise_or | '>=' bitwise_or
  | '>' bitwise_or | 'not' 'in' bitwise_or | 'in' bitwise_or | 'is' 'not' bitwise_or | 'is' bitwise_or
bitwise_or: bitwise_xor ( '|' bitwise_xor )+ => "expression" | bitwise_xor
bitwise_xor: bitwise_and ( '^' bitwise_and )+ => "expression" | bitwise_and
bitwise_and: shift_expr ( '&' shift_expr )+ => "expression" | shift_expr
shift_expr: sum ( ( '<<' | '>>' ) sum )+ => "expression" | sum
sum: term ( ( '+' | '-' ) term )+ => "expression" | term
term: factor ( ( '*' | '/' | '//' | '%' | '@' ) factor )+ => "expression" | factor
factor: '+' factor => "expression" | '-' factor => "expression" | '~' factor => "expression" | power
power: await_primary '**' factor => "expression" | await_primary
await_primary: 'await' primary => "await expression" | primary
primary: atom primary_suffix+ => last | atom
primary_suffix: '.' NAME => "attribute" | genexp => "function call" | '(' [ arguments ] ')' => "function call"
  | '[' slices ']' => "subscript"
slices: slice !',' | ','.( slice | starred_expression )+ [ ',' ]
slice: [ expression ] ':' [ expression ] [ ':' [ expression ] ] | named_expression
atom: NAME | 'True' => "True" | 'False' => "False" | 'None' => "None" | &STRING strings | NUMBER => "literal"
  | &'(' ( tuple | group | genexp ) | &'[' ( list | listcomp ) | &'{' ( dict | set | dictcomp | setcomp )
  | '...' => "ellipsis"
group: '(' a=( yield_expr | named_expression ) ')' => a | invalid_group
lambdef: 'lambda' [ lambda_params ] ':' expression => "lambda"
lambda_params: invalid_lambda_parameters | lambda_parameters
lambda_parameters: lambda_slash_no_default lambda_param_no_default* lambda_param_with_default* [ lambda_star_etc ]
  | lambda_slash_with_default lambda_param_with_default* [ lambda_star_etc ]
  | lambda_param_no_default+ lambda_param_with_default* [ lambda_star_etc ]
  | lambda_param_with_default+ [ lambda_star_etc ] | lambda_star_etc
lambda_slash_no_default: lambda_param_no_default+ '/' ',' | lambda_param_no_default+ '/' &':'
lambda_slash_with_default: lambda_param_no_default* lambda_param_with_default+ '/' ','
  | lambda_param_no_default* lambda_param_with_default+ '/' &':'
lambda_star_etc: invalid_lambda_star_etc | '*' lambda_param_no_default lambda_param_maybe_default* [ lambda_kwds ]
  | '*' ',' lambda_param_maybe_default+ [ lambda_kwds ] | lambda_kwds
lambda_kwds: invalid_lambda_kwds | '**' lambda_param_no_default
lambda_param_no_default: a=NAME ',' => a | NAME &':'
lambda_param_with_default: NAME default ',' | NAME default &':'
lambda_param_maybe_default: NAME default? ',' | NAME default? &':'
strings: STRING+ => strings
list: '[' [ star_named_expressions ] ']' => "list"
tuple: '(' [ star_named_expression ',' [ star_named_expressions ] ] ')' => "tuple"
set: '{' star_named_expressions '}' => "set display"
dict: '{' [ double_starred_kvpairs ] '}' => "dict literal" | '{' invalid_double_starred_kvpairs '}'
double_starred_kvpairs: ','.double_starred_kvpair+ [ ',' ]
double_starred_kvpair: '**' bitwise_or | kvpair
kvpair: expression ':' expression
for_if_clauses: for_if_clause+
for_if_clause: 'async' 'for' star_targets 'in' ~ disjunction ( 'if' disjunction )*
  | 'for' star_targets 'in' ~ disjunction ( 'if' disjunction )* | invalid_for_target
listcomp: '[' named_expression for_if_clauses ']' => "list comprehension" | invalid_comprehension
setcomp: '{' named_expression for_if_clauses '}' => "set comprehension" | invalid_comprehension
genexp: '(' ( assignment_expression | expression !':=' ) for_if_clauses ')' => "generator expression" | invalid_comprehension
dictcomp: '{' kvpair for_if_clauses '}' => "dict comprehension" | invalid_dict_comprehension
arguments: args [ ',' ] &')' | invalid_arguments
args: ','.( starred_expression | ( assignment_expression | expression !':=' ) !'=' )+ [ ',' kwargs ] | kwargs
kwargs: ','.kwarg_or_starred+ ',' ','.kwarg_or_double_starred+ | ','.kwarg_or_starred+ | ','.kwarg_or_double_starred+
starred_expression: '*' expression => "starred"
kwarg_or_starred: invalid_kwarg | NAME '=' expression => "=keyword" | starred_expression
kwarg_or_double_starred: invalid_kwarg | NAME '=' expression => "=keyword" | '**' expression => "=unpacking"
star_targets: star_target !',' | star_target ( ',' star_target )* [ ',' ] => "tuple"
star_targets_list_seq: ','.star_target+ [ ',' ]
star_targets_tuple_seq: star_target ( ',' star_target )+ [ ',' ] | star_target ','
star_target: '*' !'*' star_target => "starred" | target_with_star_atom
target_with_star_atom: t_primary '.' NAME !t_lookahead => "attribute" | t_primary '[' slices ']' !t_lookahead => "subscript"
  | star_atom
star_atom: NAME | '(' a=target_with_star_atom ')' => a | '(' [ star_targets_tuple_seq ] ')' => "tuple"
  | '[' [ star_targets_list_seq ] ']' => "list"
single_target: single_subscript_attribute_target | NAME | '(' a=single_target ')' => a
single_subscript_attribute_target: t_primary '.' NAME !t_lookahead => "attribute"
  | t_primary '[' slices ']' !t_lookahead => "subscript"
t_primary: atom &t_lookahead t_suffix*
t_suffix: '.' NAME &t_lookahead | '[' slices ']' &t_lookahead | genexp &t_lookahead | '(' [ arguments ] ')' &t_lookahead
t_lookahead: '(' | '[' | '.'
del_targets: ','.del_target+ [ ',' ]
del_target: t_primary '.' NAME !t_lookahead | t_primary '[' slices ']' !t_lookahead | del_t_atom
del_t_atom: NAME | '(' del_target ')' | '(' [ del_targets ] ')' | '[' [ del_targets ] ']'
)";

} // namespace relata::python
